

marks-no-place = attendu : un endroit en secondes depuis le début de la prise
marks-reversed = la fin ne serait pas après le début
marks-reversed-hint = ce qui n’est pas donné reste à sa place ; donnez les deux
marks-take-gone = la prise de ce repère n’est pas dans la séance, donc aucun endroit n’y est connu
marks-merge-same = il faut deux repères, c’est deux fois le même
marks-merge-takes = deux repères de deux prises n’en font pas un seul
marks-edited-since = ce repère a été changé depuis, par une autre main
marks-edited-since-hint = temoin marks edit le change encore ; ce qui est là reste
marks-none = Pas de repère.
marks-nothing-to-change = attendu : quelque chose à changer, rien n’a été dit
marks-nothing-to-change-hint = par exemple --nudge=-0.5s, --kind thread, --note "…", --done
marks-other-take = ce repère est dans la prise { $expected }, pas dans la prise { $number }
marks-undone = { $did ->
    [added] Défait, le repère est retiré
    [imported] Défait, tout ce qui avait été importé est retiré, le premier étant
    [merged] Défait, les deux repères sont de nouveau là
    [deleted] Défait, le repère est de nouveau là
    [restored] Défait, le repère est de nouveau retiré
   *[changed] Défait, le repère est comme avant
} : { $mark } ({ $session })
marks-opened = Ce qui était hors diffusion là ne l’est plus, et peut sortir. « temoin marks undo » le remet.
