people-nobody = there is nobody of the id { $id } in people/
people-nobody-hint = temoin people list; temoin people add makes somebody’s file
people-id = expected the id of a person, found { $found }
people-id-hint = temoin people list; an id is small letters, digits and hyphens, such as s-03
people-code = expected a code of letters and digits, found { $found }
people-code-hint = such as --code S-03
people-id-says-name = the id { $id } says the name: ids stand in the names of folders, and those may be seen
people-id-says-name-hint = leave out --id, or take the code, such as s-03
people-unknown-use = expected one of the uses { $uses }, found { $found }
people-unknown-use-hint = library.toml names what consent can be given for
people-until = the last day, { $until }, lies before the first, { $given }
people-until-hint = give --until a later day, or leave it out
people-use = { $usage }: { $said }
people-agrees = agrees ✓
people-host = as a host, needs no consent
people-role = { $role ->
    [host] host
   *[guest] guest
}
people-evidence-gone = the consent has no evidence any more: the mark { $id } is gone from the session
