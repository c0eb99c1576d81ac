"""Papers that look the same in most countries."""

from fileorg.packs.base import Category, Pack

GENERIC = Pack(
    name="generic",
    title="Generic",
    categories=(
        Category("invoice", "Invoices", ("invoice", "amount due", "invoice number", "due date")),
        Category("receipt", "Receipts", ("receipt", "total paid", "change", "thank you")),
        Category("contract", "Contracts", ("agreement", "hereby", "party", "terminate")),
        Category("warranty", "Warranties", ("warranty", "serial number", "guarantee")),
        Category("letter", "Letters", ("dear", "sincerely", "regards")),
    ),
    date_formats=("%Y-%m-%d", "%d %B %Y"),
)
