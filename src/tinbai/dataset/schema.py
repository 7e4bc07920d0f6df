"""Every table and every column of the dataset, declared once.

The files, the data dictionary, the Frictionless description and the tests all
read this page. A new column is one line here and the line in `rows.py` that fills it.
"""

from __future__ import annotations

from tinbai.dataset.columns import Column, Table

DATASET_ID = "tinbai.dataset/1"
C = Column
_KEY = (
    C("row_id", "string", "Key of the row: article_id, #, number of the record in its article."),
    C("article_id", "string", "Article that the row comes from (articles.article_id)."),
)
_EVIDENCE = (
    C("evidence_start", "integer", "Offset in articles.text where the evidence begins.", "0.1", "code points"),
    C("evidence_end", "integer", "Offset one past its end.", "0.1", "code points"),
    C("evidence_text", "string", "The sentence or clause that the row rests on, as printed.", "0.1"),
)
_SPAN = (
    C("start", "integer", "Offset in articles.text where the text of the row begins.", "0.1", "code points"),
    C("end", "integer", "Offset one past its end.", "0.1", "code points"),
)
_PARENTS = (
    C("commune", "string", "Commune of the place, with type word; null if the text gives none.", "4.3"),
    C("district", "string", "District of the place, with type word.", "4.3"),
    C("province", "string", "Province of the place, with type word.", "4.3"),
)
_PLACE_ROW = C("place_row", "string", "Row in `places` of the lowest place of this row; null if not unique.", "5.3")

ARTICLES = Table(
    "articles",
    "One row per article that was read and annotated.",
    (
        C("article_id", "string", "Given id, else file stem, else hash; ~2, ~3 … where an id came twice."),
        C("input", "string", "Path as given; for JSON Lines path and line."),
        C("url", "string", "Address of the page, if the source has one."),
        C("source", "string", "Newspaper or collection, as the source names it."),
        C("title", "string", "Title of the article.", "0.3"),
        C("lead", "string", "Lead paragraph.", "0.3"),
        C("byline", "string", "Author as printed.", "0.3"),
        C("published", "string", "Date or date-time printed by the source.", "3.7", "ISO 8601"),
        C("published_inferred", "string", "Date that tinbai derived when none is printed.", "3.7", "EDTF"),
        C("published_basis", "string", "What published, or else published_inferred, rests on.", "3.7"),
        C("modified", "string", "When the source last changed the article, if it says so.", "3.7", "ISO 8601"),
        C("modified_basis", "string", "Where that was printed: json_ld, meta or dateline.", "3.7"),
        C("read_by", "string", "Rules that found the article in its page, with their basis; null for plain texts."),
        C(
            "flags",
            "list",
            "What a reader should know: encoded_body, unreadable, date_conflict, published_unreadable, encoding:NAME.",
        ),
        C("length", "integer", "Length of the text.", "0.1", "code points"),
        C("zones", "json", "Zones of the text: zone, start, end.", "0.3"),
        C("text", "string", "Whole text in Unicode NFC; all offsets refer to it.", "0.1"),
        C("tinbai", "string", "Version of tinbai that annotated the article; that of the codebook is in the manifest."),
    ),
    None,
)
MENTIONS = Table(
    "mentions",
    "One row per entity mention of the eleven types.",
    (
        *_KEY,
        C("type", "string", "One of the eleven entity types: HAMLET … ETHNIC.", "3"),
        C("text", "string", "The mention as printed.", "3"),
        *_SPAN,
        C("normal", "string", "Normal form or lexicon id.", "3"),
        C("zone", "string", "Zone of the text that holds the mention.", "0.3"),
        C("attrs", "json", "Further attributes of the type; `source` names the rule that found it.", "3"),
    ),
    ("start", "end", "text"),
)
PLACES = Table(
    "places",
    "One row per distinct place of an article and unit above one, linked to the units of its date where that is sure.",
    (
        *_KEY,
        C("normal", "string", "Name with type word, in normal form.", "4.3"),
        C("level", "string", "hamlet, commune, district, province or national.", "3.1"),
        *_PARENTS,
        C("code", "string", "Code of the unit at the date of the article; key only together with valid_from.", "5.3"),
        C("valid_from", "string", "First known day of that unit.", "5.3", "ISO 8601"),
        C("codes", "json", "Codes of the unit and of the units above it at that date, by level.", "5.3"),
        C("place_2025", "list", "Successor units after the reform of 1 July 2025; several if it was divided.", "5.3"),
        C("codes_2025", "list", "Codes of the successor units, in the same order.", "5.3"),
        C("change", "string", "What the reform did to the unit.", "5.3"),
        C("additive", "boolean", "All of the unit lies in one unit of 2025: counts may be summed there.", "5.3"),
        C("former", "boolean", "The text calls the unit a former one.", "5.2"),
        C("basis", "json", "Step that gave each parent; under `code` how the name met the unit, or why not.", "4.3"),
        C("score", "number", "Certainty of the link; not a probability.", "4.3", "0 to 1"),
        C("candidates", "json", "Units that the name may mean, where no link was made or others were near.", "4.3"),
        C("gazetteer_version", "string", "Version of the gazetteer that was asked.", "5.3"),
        *_EVIDENCE,
    ),
)
OFFICEHOLDERS = Table(
    "officeholders",
    "One row per person with at least one post; `dual` says whether the person is secretary and head of one hamlet.",
    (
        *_KEY,
        C("person", "string", "Full name as first printed.", "4.1"),
        C("aliases", "list", "Other printed forms of the name.", "4.1"),
        C("honorific", "string", "Form of address before the name.", "3.3"),
        C("posts", "list", "Lexicon ids of the posts held, and of posts introduced by nguyên or cựu.", "4.1"),
        C("posts_surface", "list", "The posts as printed, in the same order.", "4.1"),
        C("post_status", "list", "current, former or acting, in the order of posts.", "4.1"),
        C("rank", "string", "deputy, where the post id does not say so.", "3.4"),
        C("dual", "string", "yes, no, former or unclear.", "1.2, 1.3"),
        C("dual_basis", "list", "Forms that the dual decision rests on, or the kind of near miss.", "4.1"),
        C("dual_evidence", "json", "Spans that the dual decision rests on: start, end, text.", "4.1"),
        C("other_unification", "string", "Another pair of posts in one hand: commune, district or agency.", "1.3"),
        C("hamlet", "string", "Hamlet-level unit of the post, with type word.", "4.1"),
        C("hamlet_basis", "string", "Why that hamlet, if it does not stand beside the post.", "4.1"),
        *_PARENTS,
        _PLACE_ROW,
        C("place_former", "string", "Former unit that the text names for the person.", "5.2"),
        C("place_source", "json", "Step that gave each part of the place.", "4.3"),
        C("as_of", "string", "Date that the row speaks of.", "4.1", "EDTF"),
        C("since", "string", "Since when the person holds the post.", "4.1", "EDTF"),
        C("previous_posts", "list", "Posts told as earlier steps of a career.", "9.14"),
        C("how", "string", "elected, appointed or seconded.", "4.1"),
        C("term_index", "integer", "Number of the term in office.", "4.1", "terms"),
        C("gender", "string", "male or female; null without a cue.", "4.1"),
        C("gender_cue", "string", "Word that shows the gender.", "4.1"),
        C("ethnicity", "string", "Ethnic group stated of the person, never inferred.", "3.9"),
        C("birth_year", "integer", "Year of birth as stated.", "4.1", "year"),
        C("age", "integer", "Age as stated.", "4.1", "years"),
        C("education", "string", "General or professional education, lexicon id.", "4.1"),
        C("political_education", "string", "Level of political theory, lexicon id.", "4.1"),
        C("party_since", "string", "When the person joined the Party.", "4.1", "EDTF"),
        C("occupation_background", "string", "Veteran, retired, farmer, business …", "4.1"),
        C("local_or_seconded", "string", "local or seconded.", "4.1"),
        C("quoted", "boolean", "The person speaks in the article.", "4.4"),
        C("combined_cell", "boolean", "The cell covers several hamlets.", "1.3"),
        C("extra_posts", "integer", "Further posts that the text counts without naming.", "4.1", "posts"),
        *_EVIDENCE,
    ),
)
ADOPTION = Table(
    "adoption",
    "One row per statement of how many units of a place have the model.",
    (
        *_KEY,
        C("level", "string", "Level of the place: national, province, district, commune or hamlet.", "4.2"),
        C("place", "string", "Place that the count is about.", "4.2"),
        C("place_basis", "string", "Why that place, if the sentence does not name it.", "4.3"),
        *_PARENTS,
        _PLACE_ROW,
        C("count", "integer", "Units with the model, as printed.", "4.2", "see count_of"),
        C("total", "integer", "Units in all, as printed.", "4.2", "see base"),
        C("percent", "number", "Share as printed.", "4.2", "%"),
        C("percent_computed", "number", "100 × count / total.", "4.2", "%"),
        C("comparator", "string", "more_than, less_than, about … before the number.", "4.2"),
        C("unit", "string", "Count noun as printed.", "4.2"),
        C("count_of", "string", "hamlet_units, cells, persons or subunits.", "4.2"),
        C("base", "string", "What total and percent refer to: hamlet_units, cells, secretaries or heads.", "4.2"),
        C("subset", "string", "Part of the base that the text speaks of.", "4.2"),
        C("status", "string", "achieved, target, completed_qualitative, abandoned or not_adopted.", "4.2"),
        C("as_of", "string", "Date of the count.", "4.2", "EDTF"),
        C("as_of_text", "string", "That date as printed.", "4.2"),
        C("as_of_basis", "string", "Where the date comes from.", "4.2"),
        C("term", "string", "Term that the text names.", "4.2", "EDTF"),
        C("incremental", "boolean", "The count adds to an earlier one.", "4.2"),
        C("change", "integer", "Units more or fewer than before.", "4.2", "units"),
        C("part_of", "string", "Record of the same article that this one is a part of.", "4.2"),
        C("same_as", "string", "Record of the same article that tells the same fact.", "4.2"),
        C("members", "list", "Units named as having the model.", "4.2"),
        C("members_listed", "integer", "Number of units in that list.", "4.6", "units"),
        C("n_subunits", "integer", "Subunits in which the count lies.", "4.2", "units"),
        C("subunit", "string", "Kind of these subunits.", "4.2"),
        C("derived", "boolean", "The row follows from a named dual holder, not from a printed count.", "4.2"),
        C("derived_total", "integer", "Sum of increments that the text does not print.", "4.2", "units"),
        C("flags", "list", "Doubts that the checks raised.", "4.6"),
        *_EVIDENCE,
    ),
)
FIGURES = Table(
    "figures",
    "One row per number with its unit and what it counts.",
    (
        *_KEY,
        C("surface", "string", "The figure as printed.", "3.8"),
        *_SPAN,
        C("kind", "string", "count, ratio, percent, measure, money, range, change or age.", "3.8"),
        C("value", "number", "The number; null for vague quantities.", "3.8", "see unit"),
        C("value_max", "number", "Upper end of a range.", "3.8", "see unit"),
        C("denominator", "number", "Second number of a ratio.", "3.8", "see unit"),
        C("unit", "string", "Unit or count noun; money in VND.", "3.8"),
        C("per", "string", "Period or thing that a rate refers to.", "3.8"),
        C("counted", "string", "What is counted, in plain English.", "4.5"),
        C("place", "string", "Place that the figure is about.", "4.5"),
        _PLACE_ROW,
        C("date", "string", "Date that governs the figure.", "4.5", "EDTF"),
        C("approx", "string", "about, more_than, nearly, order_100 …", "3.8"),
        C("comparator", "string", "Comparing word before the number.", "3.8"),
        C("subset_of", "string", "Figure that this one is a part of.", "4.5"),
        C("adoption_ref", "string", "Record number of the adoption row that uses the figure.", "4.5"),
        *_EVIDENCE,
    ),
)
CLAIMS = Table(
    "claims",
    "One row per clause that praises or faults the model or its holders as holders.",
    (
        *_KEY,
        C("text", "string", "The clause as printed.", "2.3"),
        *_SPAN,
        C("speaker", "string", "Person who says it, or author.", "4.4"),
        C("post", "string", "Post of the speaker.", "4.4"),
        C("place", "string", "Place that the clause is about.", "4.4"),
        _PLACE_ROW,
        C("aspects", "list", "Codes of benefits (B…) and difficulties (D…).", "2.4"),
        C("target", "string", "dual (the model), both, or other_model.", "2.3"),
        C("stance", "string", "positive, negative, mixed or neutral.", "2.3"),
        C("resolved", "boolean", "The difficulty is conceded or past.", "2.3"),
        C("direct", "boolean", "Direct speech.", "4.4"),
    ),
    ("start", "end", "text"),
)
LABELS = Table(
    "labels",
    "One row per article: what it is about and how it speaks. A missing difficulty means not reported, never absent.",
    (
        *_KEY,
        C("relevance", "string", "model_focus, model_mention or not_model.", "2.1"),
        C("report_type", "string", "Main type of the report; null if the article is not about the model.", "2.2"),
        C("report_type_secondary", "list", "Every other type with at least 20 % of the sentences.", "2.2"),
        C("stance", "string", "positive, mixed, negative or neutral.", "2.3"),
        C("benefits", "list", "Codes of all benefits claimed.", "2.4"),
        C("difficulties", "list", "Codes of all difficulties claimed.", "2.4"),
        C("other_unification", "string", "Other unification that the article is about.", "2.1"),
        C(
            "scores",
            "json",
            "Scores behind the labels; `p_` a relevance label, `p_type_` a report type: its probability.",
            "2.1",
        ),
        C("review", "list", "Labels on which rule and model disagree: read the article.", "2.1"),
        C("because", "json", "What speaks for each label: sentences, shares, and features of the models with weight."),
    ),
    None,
)
DOCUMENTS = Table(
    "documents",
    "One row per distinct numbered document of an article.",
    (
        *_KEY,
        C("document", "string", "Number in normal form.", "3.6"),
        C("surface", "string", "First mention as printed.", "3.6"),
        C("doc_type", "string", "Kind of document.", "3.6"),
        C("date", "string", "Date of the document, if the text gives it.", "3.6", "EDTF"),
        C("issuer", "string", "Issuing body, from the text or the code.", "3.6"),
        C("mentions", "integer", "Times the article names it.", "3.6", "mentions"),
        *_EVIDENCE,
    ),
)
CHECKS = Table(
    "checks",
    "One row per consistency check; a failed check flags and never repairs.",
    (
        *_KEY,
        C("check_id", "string", "K1 to K11.", "4.6"),
        C("ok", "boolean", "Passed or failed; null where the check only informs.", "4.6"),
        C("detail", "string", "What was compared.", "4.6"),
        *_EVIDENCE,
    ),
)
FAILURES = Table(
    "failures",
    "One row per input that could not be read or annotated.",
    (
        C("row_id", "string", "Key of the row: failure, #, number in the sorted list."),
        C("input", "string", "Path as given; for JSON Lines path and line."),
        C("stage", "string", "read, annotate or write."),
        C("reason", "string", "Short code of the reason."),
        C("message", "string", "One sentence with file and place."),
    ),
    None,
)

TABLES = (
    ARTICLES, MENTIONS, PLACES, OFFICEHOLDERS, ADOPTION, FIGURES, CLAIMS, LABELS, DOCUMENTS, CHECKS, FAILURES,
)  # fmt: skip
BY_NAME = {table.name: table for table in TABLES}
