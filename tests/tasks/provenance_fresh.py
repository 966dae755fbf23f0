"""Forty-eight more typed texts: parts of codes, dates with names, times, padding, groups, rounding.

Written down before anything was tried on them, as those of `provenance`, whose kinds they avoid.
"""

from __future__ import annotations

from tests.tasks.provenance_cases import Case

PLACE = "place|file|code|mail|name"
MITTE, NORD = (
    "Berlin/Mitte|scans/2026/invoice-17.pdf|RE-2026-4711|maria@sorensen.example|Sorensen, Maria",
    "Hamburg/Nord|scans/letter.pdf|RE-2027-88|pvd@mail.example|van Dyk, Peter",
)
DATES = "ordered|due|shipped|paid"
MARCH, NOVEMBER = (
    "2026-03-05|06.03.2026|7 March 2026|08/03/26",
    "2027-11-28|29.11.2027|30 November 2027|01/12/27",
)
VISITS = "patient|seen|arrived|left|until"
EARLY, LATE = (
    "Li Wei|2026-03-05 14:30|14:45|3:20 PM|2026-03-05T15:40:00",
    "Amira Haddad|2026-11-28 09:05|09:10|9:55 AM|2026-11-28T10:00:00",
)
ACCOUNTS = "holder|number|short|iban|card|plain"
FIRST, SECOND = (
    "Weber|42|0042|DE89370400440532013000|4111111111111111|GB29 NWBK 6016 1331 9268 19",
    "Ortega|1234|1234|FR1420041010050500013M02606|5500005555555559|DE12 5001 0517 0648 4898 90",
)
SUMS = "item|count|price|weight|rate|share|stock"
CUPS, PLATES = (
    "Cup|3|4.50|12.456|0.2|0.125|1234567",
    "Plate|2|11.00|89.9|0.07|0.07|9876543",
)
STREETS = "street|phone|room|note"
LINDEN, HAUPT = (
    "Lindenweg 14|0341 552017|B-4-12|urgent",
    "Hauptstraße 112|030 700199|C-11-3|",
)

FRESH = (
    # parts at a sign
    Case(PLACE, MITTE, "Mitte", NORD, "Nord"),
    Case(PLACE, MITTE, "Berlin", NORD, "Hamburg"),
    Case(PLACE, MITTE, "maria", NORD, "pvd"),
    Case(PLACE, MITTE, "sorensen.example", NORD, "mail.example"),
    Case(PLACE, MITTE, "4711", NORD, "88"),
    Case(PLACE, MITTE, "2026-4711", NORD, "2027-88"),
    Case(PLACE, MITTE, "invoice-17.pdf", NORD, "letter.pdf"),
    Case(PLACE, MITTE, "invoice-17", NORD, "letter"),
    Case(PLACE, MITTE, "Maria Sorensen", NORD, "Peter van Dyk"),
    Case(PLACE, MITTE, "M. Sorensen", NORD, "P. van Dyk"),
    Case(PLACE, MITTE, "Sorensen", NORD, "van Dyk"),
    Case(PLACE, MITTE, "Dear Maria,", NORD, "Dear Peter,"),
    Case(STREETS, LINDEN, "B", HAUPT, "C"),
    Case(STREETS, LINDEN, "Lindenweg", HAUPT, "Hauptstraße"),
    # dates with names, and parts of dates
    Case(DATES, MARCH, "5 March 2026", NOVEMBER, "28 November 2027"),
    Case(DATES, MARCH, "05-Mar-2026", NOVEMBER, "28-Nov-2027"),
    Case(DATES, MARCH, "6. März 2026", NOVEMBER, "29. November 2027"),
    Case(DATES, MARCH, "March 5, 2026", NOVEMBER, "November 28, 2027"),
    Case(DATES, MARCH, "5 mars 2026", NOVEMBER, "28 novembre 2027"),
    Case(DATES, MARCH, "07.03.2026", NOVEMBER, "30.11.2027"),
    Case(DATES, MARCH, "Delivered on 7 March 2026", NOVEMBER, "Delivered on 30 November 2027"),
    Case("ordered", "2026-03-05", "03/2026", "2027-11-28", "11/2027"),
    Case("ordered", "2026-03-05", "March 2026", "2027-11-28", "November 2027"),
    Case("ordered", "2026-03-05", "Q1 2026", "2027-11-28", "Q4 2027"),
    Case("ordered", "2026-03-05", "2026", "2027-11-28", "2027"),
    # days and times
    Case(VISITS, EARLY, "05.03.2026", LATE, "28.11.2026"),
    Case(VISITS, EARLY, "2026-03-05", LATE, "2026-11-28"),
    Case(VISITS, EARLY, "14:30", LATE, "09:05"),
    Case(VISITS, EARLY, "2:45 PM", LATE, "9:10 AM"),
    Case(VISITS, EARLY, "15:20", LATE, "09:55"),
    Case(VISITS, EARLY, "15:40", LATE, "10:00"),
    # zeros and groups
    Case(ACCOUNTS, FIRST, "000042", SECOND, "001234"),
    Case("number", "42", "No. 0042", "1234", "No. 1234"),
    Case("short", "0042", "No. 0042", "1234", "No. 1234"),
    Case("short", "004215", "4215", "012345", "12345"),
    Case(ACCOUNTS, FIRST, "DE89 3704 0044 0532 0130 00", SECOND, "FR14 2004 1010 0505 0001 3M02 606"),
    Case(ACCOUNTS, FIRST, "4111 1111 1111 1111", SECOND, "5500 0055 5555 5559"),
    Case(ACCOUNTS, FIRST, "4111-1111-1111-1111", SECOND, "5500-0055-5555-5559"),
    Case(ACCOUNTS, FIRST, "GB29NWBK60161331926819", SECOND, "DE12500105170648489890"),
    # rounding, percent
    Case(SUMS, CUPS, "12,46", PLATES, "89,90"),
    Case(SUMS, CUPS, "12.46", PLATES, "89.90"),
    Case(SUMS, CUPS, "20 %", PLATES, "7 %"),
    Case(SUMS, CUPS, "12,5 %", PLATES, "7 %"),
    Case(SUMS, CUPS, "1,234,567", PLATES, "9,876,543"),
    # what is worked out of two columns, or is there by chance
    Case(SUMS, CUPS, "13.50", PLATES, "22.00"),
    Case(STREETS, LINDEN, "+49 341 552017", HAUPT, "+49 30 700199"),
    Case(STREETS, LINDEN, "Back in 30 days", HAUPT, "Back in 30 days"),
    Case(ACCOUNTS, FIRST, "Standing order", SECOND, "Standing order"),
)
