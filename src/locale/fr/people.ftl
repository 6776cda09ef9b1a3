people-nobody = il n’y a personne de l’id { $id } dans people/
people-nobody-hint = temoin people list ; temoin people add fait la fiche de quelqu’un
people-id = attendu l’id d’une personne, trouvé { $found }
people-id-hint = temoin people list ; un id a des minuscules, des chiffres et des traits, comme s-03
people-code = attendu un code de lettres et de chiffres, trouvé { $found }
people-code-hint = par exemple --code S-03
people-id-says-name = l’id { $id } dit le nom : les ids sont dans les noms de dossiers, que l’on peut voir
people-id-says-name-hint = sans --id, ou avec le code, comme s-03
people-unknown-use = attendu l’un des usages { $uses }, trouvé { $found }
people-unknown-use-hint = library.toml nomme ce pour quoi on peut donner son accord
people-until = le dernier jour, { $until }, est avant le premier, { $given }
people-until-hint = donnez à --until un jour plus tardif, ou laissez-le
people-use = { $usage } : { $said }
people-agrees = d’accord ✓
people-host = sans accord nécessaire, comme hôte
people-role = { $role ->
    [host] hôte
   *[guest] participe
}
people-evidence-gone = l’accord n’a plus de preuve : le repère { $id } n’est plus dans la séance
