"""Build `src/tinbai/gazetteer/data/units.tsv.gz`, the administrative units through time.

    python tools/build_gazetteer.py PATH/units_history.tsv

Sources: the history of the General Statistics Office's list (18 states from 2019-09-11
to 2025-03-01); the package vietnamadminunits (units since 2025-07-01, coordinates, old-to-new
conversion, names of communes merged away before); underthesea.address (the same conversion,
compared pair by pair). Neither package is imported, only their data files are read.
The output has the same bytes for the same input: no clock, no dictionary order.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from importlib import metadata, util
from pathlib import Path

from gazetteer_history import Lineage, Row, clean, display, read_history

COLUMNS = (
    "level", "code", "type", "name", "parent", "valid_from", "valid_to",
    "lat", "lon", "seen_after", "aliases", "successors", "basis",
)  # fmt: skip
REFORM = "2025-07-01"
DEFAULT_OUTPUT = Path(__file__).parents[1] / "src/tinbai/gazetteer/data/units.tsv.gz"


@dataclass(slots=True)
class Package:
    """What the tool takes from vietnamadminunits; all codes are those of the lists."""

    names: dict[str, str] = field(default_factory=dict)
    points: dict[str, tuple[float, float]] = field(default_factory=dict)
    conversion: dict[str, set[str]] = field(default_factory=dict)
    merged_names: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    new: list[Row] = field(default_factory=list)
    new_points: dict[str, tuple[float, float]] = field(default_factory=dict)


def folder(package: str) -> Path:
    """Return the folder of an installed package without importing it."""
    spec = util.find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed: pip install 'tinbai[gazetteer]'")
    return Path(spec.origin).parent


def read_package(data: Path) -> Package:
    """Read the sqlite file and the conversion of vietnamadminunits from its `data` folder."""
    package = Package()
    with sqlite3.connect(f"file:{data / 'dataset.db'}?mode=ro", uri=True) as base:
        old_keys = _read_legacy(base, package)
        new_keys = _read_new(base, package)
    base.close()
    conversion = json.loads((data / "converter_2025.json").read_text(encoding="utf-8"))
    for province, old, new in pairs(conversion):
        package.conversion.setdefault(old_keys[old], set()).add(new_keys[province, new])
    parents = {row.code: row.parent for row in package.new}
    province_codes = {province: parents[code] for (province, _), code in new_keys.items()}
    for new, olds in conversion["DICT_PROVINCE"].items():
        package.conversion.update({old_keys[old]: {province_codes[new]} for old in olds})
    return package


def pairs(conversion: dict[str, dict[str, dict[str, list[object]]]]) -> Iterable[tuple[str, str, str]]:
    """Yield (new province, old commune, new commune) keys, divided communes several times."""
    for province, wards in conversion["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for new, olds in wards.items():
            yield from ((province, str(old), new) for old in olds)
    for province, wards in conversion["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, news in wards.items():
            yield from ((province, old, str(new["newWardKey"])) for new in news if isinstance(new, dict))


def _read_legacy(base: sqlite3.Connection, package: Package) -> dict[str, str]:
    """Fill names, points and merged names; return codes by the keys that the conversion uses."""
    keys: dict[str, str] = {}
    query = (
        "SELECT provinceKey, provinceCode, provinceLat, provinceLon, districtKey, districtCode, district,"
        " districtLat, districtLon, wardKey, wardCode, ward, wardLat, wardLon, wardAlias"
        " FROM admin_units_legacy ORDER BY provinceCode, districtCode, wardCode"
    )
    for row in base.execute(query):
        (pkey, pcode, plat, plon, dkey, dcode, district, dlat, dlon, wkey, wcode, ward, wlat, wlon, aliases) = row
        keys[pkey] = pcode
        keys[f"{pkey}_{dkey}_{wkey or ''}"] = wcode or dcode
        package.names[dcode] = display(district)[1]
        for code, lat, lon in ((pcode, plat, plon), (dcode, dlat, dlon), (wcode, wlat, wlon)):
            if code and lat is not None:
                package.points[code] = (lat, lon)
        if not wcode:
            continue
        package.names[wcode] = display(ward)[1]
        for alias in json.loads(aliases or "[]"):
            for place in (dcode, pcode):
                package.merged_names.setdefault((place, alias), set()).add(wcode)
    return keys


def _read_new(base: sqlite3.Connection, package: Package) -> dict[tuple[str, str], str]:
    keys: dict[tuple[str, str], str] = {}
    seen: set[str] = set()
    query = (
        "SELECT provinceKey, provinceCode, province, provinceLat, provinceLon, wardKey, wardCode, ward, wardLat,"
        " wardLon FROM admin_units ORDER BY provinceCode, wardCode"
    )
    for pkey, pcode, province, plat, plon, wkey, wcode, ward, lat, lon in base.execute(query):
        if pcode not in seen:
            seen.add(pcode)
            package.new.append(Row("province", pcode, *display(province), "", REFORM, "", seen_after=REFORM))
            package.new_points[pcode] = (plat, plon)
        keys[pkey, wkey] = wcode
        package.new.append(Row("commune", wcode, *display(ward), pcode, REFORM, "", seen_after=REFORM))
        package.new_points[wcode] = (lat, lon)
    return keys


def compare_underthesea(mapping: Path, data: Path) -> int:
    """Return the number of old-to-new rows of underthesea.address; stop if they differ from ours."""
    conversion = json.loads((data / "converter_2025.json").read_text(encoding="utf-8"))
    ours = set(pairs(conversion))
    rows = json.loads(mapping.read_text(encoding="utf-8"))["ward_mapping"]
    theirs = {
        (
            row["new_province_key"],
            f"{row['old_province_key']}_{row['old_district_key']}_{row['old_ward_key']}",
            row["new_ward_key"],
        )
        for row in rows
    }
    if ours != theirs:
        raise SystemExit(f"the sources disagree on {len(ours ^ theirs)} old-to-new rows; look before building")
    return len(rows)


def improve(rows: list[Row], package: Package) -> list[Row]:
    """Give rows the newer spelling of their name (the list's own becomes an alias) and coordinates."""
    last = {row.code: row.name for row in rows if not row.next_state}
    out = []
    for row in rows:
        newer = package.names.get(row.code)
        if newer and clean(row.name) == clean(last.get(row.code, "")) and newer != row.name:
            row = replace(row, name=newer, aliases=(row.name,))
        if row.code in package.points and (not newer or clean(newer) == clean(row.name)):
            row = replace(row, point=package.points[row.code])
        out.append(row)
    return out


def encode(rows: Iterable[Row], provenance: dict[str, str]) -> bytes:
    """Return the packed file: provenance lines, a header, one line a unit; same rows, same bytes."""
    ordered = sorted(rows, key=lambda row: (row.valid_from >= REFORM, len(row.code), row.code, row.valid_from))
    body = "".join("\t".join(cells(row)) + "\n" for row in ordered)
    digest = hashlib.sha256(body.encode()).hexdigest()[:8]
    head = {"format": "tinbai.units/1", "version": f"{REFORM}.{digest}", **provenance, "rows": str(len(ordered))}
    lines = [f"#{name}\t{value}\n" for name, value in head.items()]
    text = "".join(lines) + "\t".join(COLUMNS) + "\n" + body
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


def cells(row: Row) -> list[str]:
    """Return the cells of one unit in the order of `COLUMNS`."""
    lat, lon = (f"{row.point[0]:.4f}", f"{row.point[1]:.4f}") if row.point else ("", "")
    return [
        row.level[0], row.code, row.type_word, row.name, row.parent, row.valid_from, row.valid_to,
        lat, lon, row.seen_after, "|".join(row.aliases), ",".join(row.successors), row.basis,
    ]  # fmt: skip


def build(history: Path, data: Path, mapping: Path) -> bytes:
    """Return the packed gazetteer from the three sources."""
    package = read_package(data)
    compared = compare_underthesea(mapping, data)
    states, rows = read_history(history)
    rows = Lineage(improve(rows, package), package.conversion, package.merged_names).linked()
    new = [replace(row, point=package.new_points[row.code]) for row in package.new]
    provenance = {
        "states": ",".join([*states, REFORM]),
        "history": "list of administrative units of the General Statistics Office of Viet Nam, facts",
        "since_2025-07-01": f"vietnamadminunits {metadata.version('vietnamadminunits')} (MIT)",
        "compared": f"underthesea.address, {compared} old-to-new rows, all equal",
    }
    return encode([*rows, *new], provenance)


def main(arguments: list[str] | None = None) -> None:
    """Run the tool from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("history", type=Path, help="units_history.tsv: level, code, name, type, parent, first, last")
    parser.add_argument("-o", "--output", type=Path, default=DEFAULT_OUTPUT, help="default: %(default)s")
    chosen = parser.parse_args(arguments)
    mapping = folder("underthesea") / "address/data/mapping.json"
    packed = build(chosen.history, folder("vietnamadminunits") / "data", mapping)
    temporary = chosen.output.with_suffix(".part")
    temporary.write_bytes(packed)
    temporary.replace(chosen.output)
    print(f"{chosen.output}: {len(packed)} bytes")


if __name__ == "__main__":
    main()
