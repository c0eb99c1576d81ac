"""Papers of the United States."""

from fileorg.packs.base import Category, Pack

USA = Pack(
    name="usa",
    title="United States",
    categories=(
        Category("tax_return", "Taxes", ("internal revenue service", "form 1040", "irs", "w-2")),
        Category("driver_license", "Identity", ("driver license", "dmv", "class c")),
        Category("passport", "Identity", ("passport", "united states of america", "nationality")),
        Category("bank_statement", "Bank", ("statement", "account number", "routing number")),
        Category("utility_bill", "Utilities", ("utility", "meter", "kwh", "amount due")),
    ),
    date_formats=("%m/%d/%Y", "%B %d, %Y"),
    postal_code=r"\b\d{5}(?:-\d{4})?\b",
)
