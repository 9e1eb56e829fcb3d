"""How numbers are shown: enough to recognise, too little to dial."""


def masked(number: str, country_code: str = "+86") -> str:
    """`+8613800008000` as `138****8000`; foreign numbers keep their country code."""
    local = number.removeprefix(country_code)
    return f"{local[:3]}****{local[-4:]}" if len(local) > 7 else "****"
