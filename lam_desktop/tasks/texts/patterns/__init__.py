"""How the cells of a row become a text: `{first | initials} {last | upper}, {net}+{tax}`."""
