"""Reading: folders, encodings, and what cannot be read. Writing: whole or not at all."""

import json
import os
import stat
import tempfile
from pathlib import Path

import pytest

import dailypapers
from dailypapers import Digest, DigestSyntaxError, OutputError, Paper
from support import posix

TEXT = "## Daily Papers (2024-07-12)\n\n### [한국어](https://arxiv.org/abs/2407.08348)\n\n- 새로운\n\n"


@pytest.fixture
def folder(tmp_path):
    for name in ("b.md", "a.txt", "a/z.md", "a/b/c.md", "Z.md", "a.md", ".hidden.md", ".git/x.md", "x.rst", "n.MD"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT, "utf-8")
    (tmp_path / "README.md").write_text("# No digest\n", "utf-8")
    return tmp_path


def names(folder, documents):
    return [os.path.relpath(document.source, folder).replace(os.sep, "/") for document in documents]


def codes(documents):
    return [[problem.code for problem in document.problems] for document in documents]


def test_a_folder_is_walked_by_the_code_points_of_its_paths(folder):
    documents = list(dailypapers.read_all([folder]))
    assert names(folder, documents) == ["Z.md", "a.md", "a.txt", "a/b/c.md", "a/z.md", "b.md"]
    assert all(len(document.digests) == 1 and document.problems == () for document in documents)


def test_inputs_come_in_the_order_given(folder):
    documents = list(dailypapers.read_all([folder / "b.md", folder / "a", folder / ".hidden.md", folder / "b.md"]))
    assert names(folder, documents) == ["b.md", "a/b/c.md", "a/z.md", ".hidden.md", "b.md"]


@posix
def test_links_to_files_are_read_and_links_to_folders_are_not_followed(folder):
    (folder / "c.md").symlink_to(folder / "b.md")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "nowhere.md").symlink_to(folder / "missing.md")
    documents = list(dailypapers.read_all([folder]))
    assert names(folder, documents)[-3:] == ["b.md", "c.md", "nowhere.md"]
    assert codes(documents)[-3:] == [[], [], ["S003"]]
    # but one that was named is
    assert len(list(dailypapers.read_all([folder / "loop"]))) == 8


def test_one_bad_file_does_not_end_the_walk(folder):
    (folder / "a/bad.md").write_bytes(b"## Daily Papers (2024-07-12)\n\n\xff")
    inputs = [folder / "README.md", folder / "missing.md", folder / "a", folder / "b.md"]
    documents = list(dailypapers.read_all(inputs))
    assert codes(documents) == [["S001"], ["S003"], [], ["S002"], [], []]
    assert [len(document.digests) for document in documents] == [0, 0, 1, 0, 1, 1]
    assert all(document.problems[0].severity == "error" for document in documents if document.problems)


def test_a_folder_without_digests_is_an_error(tmp_path):
    (tmp_path / "a.md").write_text("# No digest\n", "utf-8")
    (document,) = dailypapers.read_all([tmp_path])
    assert document.digests == ()
    assert str(document.problems[0]) == f"{tmp_path}:1:1: S004 no *.md or *.txt file with a digest in this folder"


DRIFTED = TEXT.replace("Papers", "Paper")


def test_papers_without_a_digest_heading_are_never_passed_over_without_a_word(folder):
    path = folder / "a/drifted.md"
    path.write_text("words\n\n" + DRIFTED, "utf-8")
    passed_over, *documents = (document for document in dailypapers.read_all([folder]) if document.problems)
    assert documents == []
    assert (passed_over.digests, passed_over.source) == ((), str(path))
    (problem,) = passed_over.problems
    assert (problem.code, problem.severity, problem.text) == ("S013", "warning", "## Daily Paper (2024-07-12)")
    assert str(problem) == (
        f"{path}:3:1: S013 passed over: no digest, but papers from line 5 on: "
        "the heading above them has to be '## Daily Papers (YYYY-MM-DD)'"
    )
    # named, it is an error
    (document,) = dailypapers.read_all([path])
    assert [(problem.code, problem.severity, problem.line) for problem in document.problems] == [("S005", "error", 3)]
    for read in (dailypapers.read, lambda path: dailypapers.parse(path.read_text("utf-8"))):
        with pytest.raises(DigestSyntaxError, match="S005 no digest, but papers from line 5 on"):
            read(path)
    with pytest.raises(DigestSyntaxError, match="S013"):
        list(dailypapers.read_all([folder], strict=True))


ERROR_PAGE = "<!DOCTYPE html>\n<html><head><title>503 Service Unavailable</title></head></html>\n"


@pytest.mark.parametrize("text", ["", "\ufeff", "\n\n", ERROR_PAGE, "# 2025-05-14\n\nNo papers today.\n"])
@pytest.mark.parametrize("name", ["2025-05-14.md", "2025-05-14.txt", "2025/05/14.md", "deeper/2025-05-14.md"])
def test_a_day_without_a_digest_is_never_passed_over_without_a_word(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    (passed_over,) = (document for document in dailypapers.read_all([folder]) if document.problems)
    assert (passed_over.digests, passed_over.source) == ((), str(path))
    assert str(passed_over.problems[0]) == (
        f"{path}:1:1: S015 passed over: no digest, though the path says 2025-05-14: that day may be lost"
    )
    assert passed_over.problems[0].severity == "warning"
    # named, it is an error
    (document,) = dailypapers.read_all([path])
    assert [str(problem) for problem in document.errors] == [
        f"{path}:1:1: S006 no digest, though the path says 2025-05-14: that day may be lost"
    ]
    with pytest.raises(DigestSyntaxError, match="S006"):
        dailypapers.read(path)
    assert codes([document]) == [[problem.code for problem in dailypapers.check([path])]] == [["S006"]]
    assert "S015" in [problem.code for problem in dailypapers.check([folder])]
    with pytest.raises(DigestSyntaxError, match="S015"):
        list(dailypapers.read_all([folder], strict=True))


@pytest.mark.parametrize(
    "name", ["README.md", "05/14.md", "2025/14.md", "2025-05.md", "x-2025-05-14.md", "2025-05-14/README.md"]
)
def test_another_file_without_a_digest_is_no_day(folder, name):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(ERROR_PAGE, "utf-8")
    assert codes(dailypapers.read_all([folder])) == [[]] * 6
    assert codes(dailypapers.read_all([path])) == [["S001"]]


def test_a_folder_of_nothing_but_drifted_headings_has_no_digest(tmp_path):
    (tmp_path / "a.md").write_text(DRIFTED, "utf-8")
    assert codes(dailypapers.read_all([tmp_path])) == [["S013"], ["S004"]]


def test_an_export_warns_of_what_was_passed_over(folder):
    (folder / "drifted.md").write_text(DRIFTED, "utf-8")
    with pytest.warns(dailypapers.ExportWarning, match=r"drifted\.md:1:1: S013 passed over"):
        assert dailypapers.export(dailypapers.read_all([folder]), "json").count("한국어") == 6


def test_reading_is_lazy(folder):
    documents = dailypapers.read_all([folder / "a.md", folder / "b.md"])
    next(documents)
    (folder / "b.md").unlink()
    assert codes(documents) == [["S003"]]
    assert codes(dailypapers.read_all(["a\0b"])) == [["S003"]]


def test_strict_ends_the_walk(folder):
    (folder / "Z.md").write_text(TEXT + "\nlate\n", "utf-8")
    with pytest.raises(DigestSyntaxError, match="S031"):
        list(dailypapers.read_all([folder], strict=True))
    with pytest.raises(DigestSyntaxError, match="S003"):
        list(dailypapers.read_all([folder / "missing.md"], strict=True))


def test_read_leaves_it_to_the_caller_that_there_is_no_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        dailypapers.read(tmp_path / "missing.md")


@pytest.mark.parametrize("path", ["a\0b.md", "\0", "\ud800.md"])
def test_what_can_be_no_path(path):
    with pytest.raises(DigestSyntaxError, match="S003 cannot be read: "):
        dailypapers.read(path)
    assert codes(dailypapers.read_all([path])) == [["S003"]]
    with pytest.raises(dailypapers.AuthorOrdersError, match="cannot be read"):
        dailypapers.read_author_orders(path)
    with pytest.raises(OutputError, match="cannot write"):
        dailypapers.write(SOME, path, "json")


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.replace("\n", "\r\n").encode(),
        b"\xff\xfe" + TEXT.encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8-sig", "crlf", "utf-16-le", "utf-16-be"],
)
def test_encodings(tmp_path, data):
    path = tmp_path / "a.md"
    path.write_bytes(data)
    document = dailypapers.read(path)
    assert document.digests == dailypapers.parse(TEXT).digests
    assert document.problems == ()
    assert document.digests[0].line == 1


@pytest.mark.parametrize(
    ("data", "line", "column", "message"),
    [
        ("## 가\nab".encode() + b"\xe9c", 2, 3, "byte 9 (0xe9) is not UTF-8"),
        (b"\xef\xbb\xbf\xff", 1, 1, "byte 3 (0xff) is not UTF-8"),
        # 35 characters of two bytes, of which the second of the 한, d5 in 5c d5, is the first beyond ASCII
        (TEXT.encode("utf-16-le"), 3, 13, "byte 71 (0xd5) is not UTF-8"),
        (b"\xff\xfea\x00\n\x00b\x00\x00\xd8", 2, 2, "byte 8 (0x00) is not UTF-16"),
        (b"\xff\xfea", 1, 1, "byte 2 (0x61) is not UTF-16"),
    ],
    ids=["latin-1", "after the mark", "utf-16 without a mark", "a lone surrogate", "half a code unit"],
)
def test_what_cannot_be_decoded(tmp_path, data, line, column, message):
    path = tmp_path / "a.md"
    path.write_bytes(data)
    with pytest.raises(DigestSyntaxError) as caught:
        dailypapers.read(path)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert caught.value.message == message


# -- writing ------------------------------------------------------------------------------------------------

SOME = [Digest(None, (Paper("A"),))]
UNSAYABLE = [*SOME, Digest(None, (Paper("two\nlines"),))]


def test_the_suffix_decides(tmp_path):
    for suffix, begin in ((".json", "{"), (".csv", "date,"), (".bib", "@misc"), (".md", "## ")):
        path = tmp_path / f"out{suffix}"
        dailypapers.write(SOME, path)
        assert path.read_text("utf-8").startswith(begin)
    with pytest.raises(
        dailypapers.UnknownFormatError,
        match=r"cannot choose a format for the suffix '\.docx': give one, with --format on the command line; the formats are atom, bibtex, csl, csv, html, json",
    ):
        dailypapers.write(SOME, tmp_path / "out.docx")
    with pytest.raises(dailypapers.UnknownFormatError, match="cannot choose a format for a name without a suffix"):
        dailypapers.write(SOME, tmp_path / "out")
    dailypapers.write(SOME, tmp_path / "out", "json")


def test_line_ends_are_those_of_the_format_on_every_system(tmp_path):
    dailypapers.write(SOME, tmp_path / "out.csv")
    dailypapers.write(SOME, tmp_path / "out.md")
    assert (tmp_path / "out.csv").read_bytes().count(b"\r\n") == 2
    assert b"\r" not in (tmp_path / "out.md").read_bytes()


def test_what_was_there_stays_when_writing_fails(tmp_path):
    path = tmp_path / "out.md"
    path.write_text("old", "utf-8")
    with pytest.raises(dailypapers.ExportError):
        dailypapers.write(UNSAYABLE, path)

    def interrupted():
        yield SOME[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        dailypapers.write(interrupted(), path)
    assert path.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_documents_are_written_like_their_digests(tmp_path, folder):
    dailypapers.write(dailypapers.read_all([folder]), tmp_path / "all.bib")
    assert (tmp_path / "all.bib").read_text("utf-8").count("@misc") == 1  # the same paper six times


def test_an_error_in_the_input_is_no_fault_of_the_exporter(tmp_path, folder):
    def broken():
        yield SOME[0]
        raise LookupError("no more")

    with pytest.raises(LookupError, match="no more"):
        dailypapers.write(broken(), tmp_path / "out.json")
    with pytest.raises(DigestSyntaxError):
        dailypapers.write(dailypapers.read_all([folder / "missing.md"], strict=True), tmp_path / "out.json")


@posix
def test_modes_are_kept_and_links_lead_to_their_target(tmp_path):
    target = tmp_path / "target.json"
    target.write_text("old", "utf-8")
    target.chmod(0o640)
    link = tmp_path / "link.json"
    link.symlink_to(target)
    dailypapers.write(SOME, link)
    assert link.is_symlink()
    assert target.read_text("utf-8").startswith("{")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    umask = os.umask(0o027)
    try:
        dailypapers.write(SOME, tmp_path / "new.json")
    finally:
        os.umask(umask)
    assert stat.S_IMODE((tmp_path / "new.json").stat().st_mode) == 0o640


def test_an_output_that_cannot_be_written(tmp_path):
    with pytest.raises(OutputError, match=r"cannot write .*no such folder"):
        dailypapers.write(SOME, tmp_path / "no such folder" / "out.json")
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match=r"cannot write .*out\.json: Not a directory"):
        dailypapers.write(SOME, tmp_path / "file" / "out.json")


@pytest.mark.parametrize(
    ("path", "example"),
    [
        ("", ""),
        (".", "./papers.bib"),
        ("..", "../papers.bib"),
        ("there", "there/papers.bib"),
        ("there/", "there/papers.bib"),
        ("there/.", "there/./papers.bib"),
        ("link", "link/papers.bib"),
        ("new/", "new/papers.bib"),
        ("new/.", "new/./papers.bib"),
        ("new/..", "new/../papers.bib"),
        ("new.bib/", "new.bib/papers.bib"),
        ("file.bib/", "file.bib/papers.bib"),
    ],
)
@posix
def test_an_output_that_is_a_folder(tmp_path, monkeypatch, path, example):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to("there")
    (tmp_path / "file.bib").write_text("old", "utf-8")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(OutputError) as caught:
        dailypapers.write(SOME, path, "bibtex")
    assert str(caught.value) == (
        f"cannot write {path}: that names a folder; give the name of a file, such as {example}"
        if path
        else "cannot write '': the path is empty; give the name of a file"
    )
    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / "file.bib").read_text("utf-8") == "old"
    with pytest.raises(OutputError, match="cannot write"):  # nor is its format looked for
        dailypapers.write(SOME, path)


@posix
def test_a_loop_of_links_is_left_and_a_link_to_nothing_gives_what_it_leads_to(tmp_path):
    (tmp_path / "a.json").symlink_to("b.json")
    (tmp_path / "b.json").symlink_to("a.json")
    with pytest.raises(OutputError, match=r"cannot write .*a\.json: Too many levels of symbolic links"):
        dailypapers.write(SOME, tmp_path / "a.json")
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_symlink()) == ["a.json", "b.json"]
    assert len(list(tmp_path.iterdir())) == 2
    (tmp_path / "folder").mkdir()
    (tmp_path / "c.json").symlink_to("folder/d.json")
    dailypapers.write(SOME, tmp_path / "c.json")
    assert (tmp_path / "c.json").is_symlink()
    assert not (tmp_path / "folder/d.json").is_symlink()
    assert (tmp_path / "folder/d.json").read_text("utf-8").startswith("{")


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root gives files away")
def test_owner_and_group_are_kept(tmp_path):
    path = tmp_path / "out.json"
    path.write_text("old", "utf-8")
    path.chmod(0o604)
    os.chown(path, 1234, 2345)
    dailypapers.write(SOME, path)
    now = path.stat()
    assert path.read_text("utf-8").startswith("{")
    assert (now.st_uid, now.st_gid, stat.S_IMODE(now.st_mode)) == (1234, 2345, 0o604)


@pytest.mark.skipif(not hasattr(os, "fork") or os.getuid() != 0, reason="only root becomes somebody else")
def test_a_file_of_somebody_else_becomes_that_of_who_writes_it():
    """The system does not let them give it back; the group, which is one of theirs, it does."""
    with tempfile.TemporaryDirectory() as folder:  # which, unlike those of pytest, somebody else gets to
        os.chmod(folder, 0o777)
        path = os.path.join(folder, "out.json")
        dailypapers.write(SOME, path)
        os.chmod(path, 0o664)
        os.chown(path, 1234, 2345)
        child = os.fork()
        if not child:
            status = 1
            try:
                os.setgroups([2345])
                os.setgid(3456)
                os.setuid(4567)
                dailypapers.write([Digest(None, (Paper("새로운"),))], path)
                status = 0
            finally:
                os._exit(status)
        assert os.waitpid(child, 0)[1] == 0
        now = os.stat(path)
        assert dailypapers.from_data(json.loads(Path(path).read_text("utf-8")))[0].papers[0].title == "새로운"
        assert (now.st_uid, now.st_gid, stat.S_IMODE(now.st_mode)) == (4567, 2345, 0o664)


# -- an output among the inputs -------------------------------------------------------------------------------


def papers_in(path):
    return [paper.title for digest in dailypapers.read(path).digests for paper in digest.papers]


@pytest.mark.parametrize(
    "through", [iter, lambda documents: (digest for document in documents for digest in document.digests)]
)
@pytest.mark.parametrize("name", ["plain", "relative", "link", "hard link", "link to it", "folder by a link"])
@posix
def test_a_walk_passes_over_the_output_by_whatever_name(folder, monkeypatch, name, through):
    monkeypatch.chdir(folder)
    output, walked = str(folder / "a/all.md"), str(folder)
    dailypapers.write(dailypapers.read_all([folder]), output)
    if name == "relative":
        output = "a/b/../all.md"
    elif name == "link":
        (folder / "link.rst").symlink_to(output)
        output = "link.rst"
    elif name == "hard link":
        os.link(output, folder / "hard.rst")
        output = "hard.rst"
    elif name == "link to it":
        output = str(folder / "out.rst")
        os.rename(folder / "a/all.md", output)
        (folder / "a/all.md").symlink_to(output)
    elif name == "folder by a link":
        (folder / "again").symlink_to(folder / "a")
        walked = str(folder / "again")
    problems = []

    def documents():
        for document in dailypapers.read_all([walked]):
            problems.extend(document.problems)
            yield document

    given = dailypapers.read_all([walked]) if through is iter else through(documents())
    if through is iter:
        with pytest.warns(dailypapers.ExportWarning, match=r"all\.md:1:1: S014 passed over: it is the output"):
            dailypapers.write(given, output, "markdown")
    else:
        dailypapers.write(given, output, "markdown")
        assert [(problem.code, problem.severity) for problem in problems] == [("S014", "warning")]
    assert len(papers_in(output)) == (2 if name == "folder by a link" else 6)


def test_a_named_input_may_be_the_output(tmp_path):
    path = tmp_path / "a.md"
    path.write_text(TEXT * 1000, "utf-8")
    for _ in range(2):
        dailypapers.write(dailypapers.read_all([path]), path)
        assert len(papers_in(path)) == 1000


def test_an_output_is_an_input_again_when_it_has_been_written(folder):
    dailypapers.write(dailypapers.read_all([folder]), folder / "all.md")
    assert len(list(dailypapers.read_all([folder]))) == 7
    with pytest.raises(dailypapers.ExportError):
        dailypapers.write(UNSAYABLE, folder / "all.md")
    assert len(list(dailypapers.read_all([folder]))) == 7


def test_nothing_but_the_output_is_a_folder_without_digests(tmp_path):
    (tmp_path / "all.md").write_text(TEXT, "utf-8")
    with pytest.warns(dailypapers.ExportWarning) as told:
        dailypapers.write(dailypapers.read_all([tmp_path]), tmp_path / "all.md")
    assert ["S014" in str(each.message) for each in told] == [True, False]
    assert "S004" in str(told[1].message)


def test_an_output_that_would_be_passed_over_anyway_is_not_told(folder, recwarn):
    for _ in range(2):
        dailypapers.write(dailypapers.read_all([folder]), folder / "all.txt", "json")
    assert [str(each.message) for each in recwarn] == []


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_device_is_written_directly():
    dailypapers.write(SOME, "/dev/null", "json")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    with pytest.raises(OutputError, match="cannot write /dev/full: No space left"):
        dailypapers.write(SOME, "/dev/full", "json")


def test_half_a_character_cannot_be_written_and_is_no_traceback(tmp_path):
    with pytest.raises(dailypapers.ExportError, match="a lone surrogate"):
        dailypapers.write([Digest(None, (Paper("\ud800"),))], tmp_path / "out.csv")
    assert list(tmp_path.iterdir()) == []


def test_what_was_not_understood_is_not_left_out_without_a_word(tmp_path, folder):
    (folder / "b.md").write_text(TEXT + "### [Cut", "utf-8")
    with pytest.warns(dailypapers.ExportWarning, match=r"b.md has 1 error; .* The first: .*b.md:7:1: F111"):
        dailypapers.write(dailypapers.read_all([folder]), tmp_path / "out.csv")
    with pytest.warns(dailypapers.ExportWarning, match="S003"):
        dailypapers.write(dailypapers.read_all([folder / "missing.md"]), tmp_path / "out.csv")


@posix
def test_a_pipe_is_written_directly():
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as pipe:
        dailypapers.write(SOME, f"/dev/fd/{writing}", "csv")
        os.close(writing)
        assert pipe.read().startswith(b"date,")


@posix
@pytest.mark.parametrize("path", ["/dev/fd/{}", "/dev/./fd//{}"])
def test_a_file_that_is_open_is_not_replaced(tmp_path, path):
    """What a shell runs behind us writes to the same file: ``{ dailypapers … --output /dev/stdout; date; } >> log``."""
    log = tmp_path / "log.txt"
    log.write_text("before\n", "utf-8")
    with open(log, "ab") as file:
        dailypapers.write(SOME, path.format(file.fileno()), "csv")
        file.write(b"behind\n")
    text = log.read_text("utf-8")
    assert (text[:12], text[-8:]) == ("before\ndate,", "\nbehind\n")
    with pytest.raises(OutputError, match="Bad file descriptor"):
        dailypapers.write(SOME, path.format(999), "csv")


def test_digests_come_in_an_iterable():
    with pytest.raises(TypeError, match="put it in a list"):
        dailypapers.read_all("seeds")
    assert dailypapers.export(SOME[0], "json") == dailypapers.export(SOME[:1], "json")
    with pytest.raises(TypeError, match="expected digests or documents, not Paper"):
        dailypapers.export(SOME[0].papers, "json")
