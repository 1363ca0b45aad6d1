from __future__ import annotations

import ast
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

import storage.casework_tables
import storage.console_tables
import storage.migrations
import storage.rulebook_tables
import storage.tables
import storage.volunteer_tables
from storage.columns import metadata
from storage.database import database_url, migrating_engine
from storage.engine import _lock_on_begin, migrate, migration_config
from storage.errors import StoreUnavailable
from storage.unit_of_work import open_store
from storage.versions import NAMES
from tests.storage.builders import NOW

MIGRATIONS = sorted(Path(storage.migrations.__file__).parent.glob("**/*.py"))


#: The modules that hang tables on the metadata.
TABLES = (storage.tables, storage.casework_tables, storage.volunteer_tables, storage.console_tables,
          storage.rulebook_tables)


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """SQLite keeps its full text in tables of its own, PostgreSQL in an index that SQLite has not."""
    beside = {"table": "case_search", "index": "ix_case_texts_words"}.get(kind)
    return beside is None or not str(name).startswith(beside)


def test_the_migrated_schema_is_the_one_of_the_tables(store_url: str) -> None:
    engine = create_engine(database_url(store_url))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": _is_ours})
        differences = compare_metadata(context, metadata)
    engine.dispose()

    assert differences == []


def test_migrating_again_changes_nothing(store_url: str) -> None:
    opened = open_store(store_url)
    opened.run(lambda unit: unit.rules.publish("规则", "admin", "", NOW))
    opened.close()

    migrate(store_url)

    opened = open_store(store_url)
    assert opened.read(lambda unit: unit.rules.live()) == (1, "规则")
    opened.close()


def test_the_folder_of_the_file_is_made(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path}/not/yet/there/linli.db")

    assert (tmp_path / "not/yet/there/linli.db").exists()


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreUnavailable):
        migrate(f"sqlite:///{tmp_path}/file/linli.db")


MIGRATE = "import sys; sys.stdin.readline(); from storage.engine import migrate; migrate(sys.argv[1])"


def started_together(url: str) -> list[int]:
    """Exit codes of three processes that migrate at once."""
    processes = [
        subprocess.Popen([sys.executable, "-c", MIGRATE, url], stdin=subprocess.PIPE, text=True) for _ in range(3)
    ]
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    codes = []
    for process in processes:
        process.communicate(timeout=60)
        codes.append(process.returncode)
    return codes


def test_processes_that_start_together_migrate_a_new_file_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/linli.db"

    assert started_together(url) == [0, 0, 0]

    opened = open_store(url)
    assert opened.read(lambda unit: unit.versions.all()) == dict.fromkeys(NAMES, 0)
    opened.close()


def test_who_finds_another_migrating_waits_and_finds_it_done(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/linli.db"
    first = migrating_engine(database_url(url))
    _lock_on_begin(first)

    with ThreadPoolExecutor(1) as pool:
        with first.begin() as connection:
            second = pool.submit(migrate, url)
            with pytest.raises(TimeoutError):
                second.result(timeout=0.5)
            command.upgrade(migration_config(connection), "head")
        second.result(timeout=30)
    first.dispose()


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_processes_that_start_together_migrate_a_new_schema_once(store_url: str) -> None:
    engine = create_engine(database_url(store_url), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE SCHEMA fresh"))
    try:
        assert started_together(f"{store_url}?options=-csearch_path%3Dfresh") == [0, 0, 0]
        with engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM fresh.versions")).scalar_one() == len(NAMES)
    finally:
        with engine.connect() as connection:
            connection.execute(text("DROP SCHEMA fresh CASCADE"))
        engine.dispose()


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: path.name)
def test_migrations_never_import_the_product(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            assert name.split(".")[0] not in {"bot", "intents", "matching", "storage"}
