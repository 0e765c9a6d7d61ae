r"""Files of references as programs write them: their papers are understood, their keys kept, their text left alone."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dailypapers
from dailypapers import Digest, Paper

ARXIV = r"""@misc{one2024maps,
      title={Maps of {LLaVA}: $x_1$ and 5\% More},
      author={Ann One and Bob Two-Three and Cem {\"O}zg{\"u}r},
      year={2024},
      eprint={2401.00001},
      archivePrefix={arXiv},
      primaryClass={cs.CL},
      url={https://arxiv.org/abs/2401.00001},
}
"""
DBLP = r"""@article{DBLP:journals/corr/abs-2401-00001,
  author       = {Ann One and
                  Bob Two{-}Three and
                  Cem {\"{O}}zg{\"{u}}r},
  title        = {Maps of LLaVA: {\textdollar}x{\_}1{\textdollar} and 5{\%} More},
  journal      = {CoRR},
  volume       = {abs/2401.00001},
  year         = {2024},
  url          = {https://doi.org/10.48550/arXiv.2401.00001},
  doi          = {10.48550/ARXIV.2401.00001},
  eprinttype    = {arXiv},
  eprint       = {2401.00001},
  timestamp    = {Tue, 01 Jan 2024 11:50:01 +0100},
  biburl       = {https://dblp.org/rec/journals/corr/abs-2401-00001.bib},
  bibsource    = {dblp computer science bibliography, https://dblp.org}
}

@inproceedings{DBLP:conf/acl/OneT24,
  author       = {Ann One and
                  Bob Two{-}Three},
  editor       = {Dee Four},
  title        = {Atlas: {A} Study},
  booktitle    = {Proceedings of {ACL} 2024, Bangkok, Thailand, August 11-16, 2024},
  pages        = {1--16},
  publisher    = {Association for Computational Linguistics},
  year         = {2024},
  url          = {https://doi.org/10.18653/v1/2024.acl-long.1},
  doi          = {10.18653/V1/2024.ACL-LONG.1},
  timestamp    = {Mon, 01 Jan 2024 00:00:00 +0100},
  biburl       = {https://dblp.org/rec/conf/acl/OneT24.bib},
  bibsource    = {dblp computer science bibliography, https://dblp.org}
}
"""
SCHOLAR = r"""@article{one2024maps,
  title={Maps of LLaVA: $x_1$ and 5\% more},
  author={One, Ann and Two-Three, Bob and {\"O}zg{\"u}r, Cem and others},
  journal={arXiv preprint arXiv:2401.00001},
  year={2024}
}

@inproceedings{two2024atlas,
  title={Atlas: A study},
  author={Two-Three, Bob and One, Ann},
  booktitle={Proceedings of the 62nd Annual Meeting of the Association for Computational Linguistics (Volume 1: Long Papers)},
  pages={1--16},
  year={2024}
}
"""
ACL = r"""@proceedings{acl-2024-long,
    title = "Proceedings of the 62nd Annual Meeting of the {A}ssociation for {C}omputational {L}inguistics",
    editor = "Four, Dee  and
      Five, Eve",
    month = aug,
    year = "2024",
    address = "Bangkok, Thailand",
    publisher = "Association for Computational Linguistics",
    url = "https://aclanthology.org/2024.acl-long.0/"
}
@inproceedings{one-etal-2024-atlas,
    title = "Atlas: {A} Study of ``{M}aps'' and {LLM}s",
    author = "One, Ann  and
      Two-Three, Bob  and
      {\"O}zg{\"u}r, Cem",
    editor = "Four, Dee  and
      Five, Eve",
    booktitle = "Proceedings of the 62nd Annual Meeting of the {A}ssociation for {C}omputational {L}inguistics (Volume 1: Long Papers)",
    month = aug,
    year = "2024",
    address = "Bangkok, Thailand",
    publisher = "Association for Computational Linguistics",
    url = "https://aclanthology.org/2024.acl-long.1/",
    doi = "10.18653/v1/2024.acl-long.1",
    pages = "1--16",
    abstract = "We read {``}maps{''} by 5{\%}. Code: \url{https://example.org/a_b}."
}
"""
SEMANTIC_SCHOLAR = r"""@article{One2024MapsOL,
  title={Maps of LLaVA},
  author={Ann One and Bob Two-Three},
  journal={ArXiv},
  year={2024},
  volume={abs/2401.00001},
  url={https://api.semanticscholar.org/CorpusID:267000001}
}
"""
OPENREVIEW = r"""@inproceedings{
one2024maps,
title={Maps of {LL}a{VA}},
author={Ann One and Bob Two-Three},
booktitle={The Twelfth International Conference on Learning Representations},
year={2024},
url={https://openreview.net/forum?id=AbC_12-d3}
}
"""
CVF = r"""@InProceedings{One_2024_CVPR,
    author    = {One, Ann and Two-Three, Bob},
    title     = {Maps of LLaVA},
    booktitle = {Proceedings of the IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)},
    month     = {June},
    year      = {2024},
    pages     = {1-10}
}
"""
ZOTERO = r"""
@misc{one_maps_2024,
	title = {Maps of {LLaVA}: \$x\_1\$ and 5\% {More}},
	copyright = {arXiv.org perpetual, non-exclusive license},
	shorttitle = {Maps of {LLaVA}},
	url = {http://arxiv.org/abs/2401.00001},
	doi = {10.48550/arXiv.2401.00001},
	abstract = {We read {\textless}p{\textgreater}. Über 10{\textasciicircum}3 maps \& more.},
	language = {en},
	urldate = {2024-02-01},
	publisher = {arXiv},
	author = {One, Ann and Two-Three, Bob and Özgür, Cem and {OpenAI}},
	month = jan,
	year = {2024},
	note = {arXiv:2401.00001 [cs]},
	keywords = {Computer Science - Computation and Language},
	annote = {Comment: 16 pages, see arXiv:2312.00009},
	file = {Preprint PDF:files/12/One et al. - 2024 - Maps.pdf:application/pdf;Snapshot:files/13/2401.html:text/html},
}
"""
BETTER_BIBTEX = r"""
@online{oneMapsLLaVA2024,
  title = {Maps of {{LLaVA}}: \$x\_1\$ and 5\% {{More}}},
  shorttitle = {Maps of {{LLaVA}}},
  author = {One, Ann and Two-Three, Bob and Özgür, Cem and {OpenAI}},
  date = {2024-01-01},
  eprint = {2401.00001},
  eprinttype = {arXiv},
  eprintclass = {cs},
  doi = {10.48550/arXiv.2401.00001},
  url = {http://arxiv.org/abs/2401.00001},
  urldate = {2024-02-01},
  abstract = {We read $<$p$>$. Über $10^3$ maps.},
  langid = {english},
  pubstate = {prepublished},
  keywords = {Computer Science - Computation and Language},
  file = {/home/ann/Zotero/storage/ABCD/One et al. - 2024 - Maps.pdf;/home/ann/Zotero/storage/EFGH/2401.html}
}

@article{gogh2019,
  title = {Irises},
  author = {family=Gogh, given=Vincent, prefix=van, useprefix=true and family=La Fontaine, given=Jean, given-i={Jean}, prefix=de, useprefix=false},
  date = {2019},
  journaltitle = {Art},
  url = {https://example.org/irises},
  note = {OCLC: 1}
}
"""
MENDELEY = r"""Automatically generated by Mendeley Desktop 1.19.8
Any changes to this file will be lost if it is regenerated by Mendeley.

BibTeX export options can be customized via Options -> BibTeX in Mendeley Desktop

@article{One2024,
abstract = {We read {\textless}p{\textgreater}. 5{\%} of $\sim$20 maps.},
archivePrefix = {arXiv},
arxivId = {2401.00001},
author = {One, Ann and Two-Three, Bob and {\"{O}}zg{\"{u}}r, Cem},
eprint = {2401.00001},
file = {:home/ann/papers/One{\_}2024.pdf:pdf},
mendeley-groups = {Maps/To read},
title = {{Maps of LLaVA: 5{\%} More}},
url = {http://arxiv.org/abs/2401.00001},
year = {2024}
}
@article{Two,
author = {Two-Three, Bob},
doi = {10.1000/1},
title = {{Atlas}}
}
"""
JABREF = r"""% Encoding: UTF-8

@Misc{One2024,
  author        = {One, Ann and Two-Three, Bob and Özgür, Cem},
  date          = {2024-01-01},
  title         = {Maps of {LLaVA}},
  eprint        = {2401.00001},
  eprintclass   = {cs.CL},
  eprinttype    = {arXiv},
  file          = {:One2024.pdf:PDF;online:http\://arxiv.org/pdf/2401.00001v1:PDF},
  groups        = {To read},
  keywords      = {cs.CL},
  priority      = {prio1},
}

@Comment{jabref-meta: databaseType:biblatex;}

@Comment{jabref-meta: grouping:
0 AllEntriesGroup:;
1 StaticGroup:To read\;0\;1\;0x8a8a8aff\;\;\;;
}

@Comment{jabref-entrytype: Dataset: req[author;title] opt[url]}
"""
LIBRARY = r"""@PREAMBLE{ {\providecommand{\noopsort}[1]{}} }
@STRING{ACL = {Proceedings of } # "ACL"}

@comment{ @misc{hidden, title = {Commented out}} }
%@misc{percent,
%  title = {Commented out, too},
%}
@INPROCEEDINGS{One:2024,
  AUTHOR = "One, A. and Two, B.", TITLE = "Maps",
  BOOKTITLE = ACL # " 2024", MONTH = "1~" # jan, NOTE = {arXiv:2401.00001}
}
@Book(knuth, Author = {Donald~E. Knuth}, Title = {{\TeX}: The Program}, Url = "http://example.org/~knuth/")
"""
ADS = r"""@ARTICLE{2024arXiv240100001O,
       author = {{One}, Ann and {Two-Three}, Bob and {van der Berg}, Jan},
        title = "{Maps of LLaVA}",
      journal = {arXiv e-prints},
     keywords = {Computer Science - Computation and Language},
         year = 2024,
        month = jan,
          eid = {arXiv:2401.00001},
        pages = {arXiv:2401.00001},
          doi = {10.48550/arXiv.2401.00001},
archivePrefix = {arXiv},
       eprint = {2401.00001},
 primaryClass = {cs.CL},
       adsurl = {https://ui.adsabs.harvard.edu/abs/2024arXiv240100001O},
      adsnote = {Provided by the SAO/NASA Astrophysics Data System}
}

"""
INSPIRE = r"""@article{One:2024abc,
    author = "One, Ann and Two, Bob",
    collaboration = "ATLAS",
    title = "{Maps of $W\to\ell\nu$ at $\sqrt{s} = 13$~TeV}",
    eprint = "hep-ex/0601001",
    archivePrefix = "arXiv",
    reportNumber = "CERN-EP-2024-001",
    doi = "10.1007/JHEP01(2024)001",
    journal = "JHEP",
    volume = "01",
    pages = "001",
    year = "2024"
}
"""
CROSSREF = r""" @article{One_2024, title={Maps of H<sub>2</sub>O &amp; More}, volume={1}, ISSN={0000-0000}, url={http://dx.doi.org/10.1000/1}, DOI={10.1000/1}, number={1}, journal={Art}, publisher={P}, author={One, Ann and Özgür, Cem}, year={2024}, month=jan, pages={1–2} }
"""
PMLR = r"""
@InProceedings{pmlr-v202-one23a,
  title = 	 {Maps of {LL}a{VA}},
  author =       {One, Ann and Two, Bob},
  booktitle = 	 {Proceedings of the 40th International Conference on Machine Learning},
  pages = 	 {1--2},
  year = 	 {2023},
  volume = 	 {202},
  month = 	 {23--29 Jul},
  pdf = 	 {https://proceedings.mlr.press/v202/one23a/one23a.pdf},
  url = 	 {https://proceedings.mlr.press/v202/one23a.html},
  abstract = 	 {We read maps.}
}
"""
SPRINGER = r"""@Article{One2024,
author={One, Ann
and Two, Bob},
title={Maps of E. coli},
journal={Nature},
year={2024},
month={Jan},
day={01},
volume={1},
abstract={We read maps. A$\thinspace$B},
doi={10.1007/s1-2},
url={https://doi.org/10.1007/s1-2}
}

"""
BIBDESK = r"""%% This BibTeX bibliography file was created using BibDesk.
%% https://bibdesk.sourceforge.io/

%% Created for Ann One at 2024-01-01 10:00:00 +0100


%% Saved with string encoding Unicode (UTF-8)

@string{acl = {Association for Computational Linguistics}}


@article{One:2024,
	author = {One, Ann and Two, Bob},
	date-added = {2024-01-01 10:00:00 +0100},
	date-modified = {2024-01-01 10:00:00 +0100},
	title = {Maps of {LLaVA}},
	year = {2024},
	bdsk-file-1 = {YnBsaXN0MDDSAQIDBFxyZWxhdGl2ZVBhdGhZYWxpYXNEYXRhXxAT=},
	bdsk-url-1 = {https://arxiv.org/abs/2401.00001}}

@comment{BibDesk Static Groups{
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<array>
	<dict>
		<key>group name</key>
		<string>Read</string>
		<key>keys</key>
		<string>One:2024</string>
	</dict>
</array>
</plist>
}}
"""
COMMENTED = """\
%@misc{gone,
%  title = {Gone},
%}
  %% @misc{gone2, title = {x}}
@misc{here, title = {Here}, month = jul, year = 2024, abstract = {a
% b@c {x}}}
"""

ID, DOI = "https://arxiv.org/abs/2401.00001", "https://doi.org/"
ANN, BOB, CEM = "Ann One", "Bob Two-Three", "Cem Özgür"
# The title, link and authors of each entry.
FILES = {
    "arxiv": (ARXIV, [("Maps of LLaVA: $x_1$ and 5% More", ID, ANN, BOB, CEM)]),
    "dblp": (
        DBLP,
        [
            ("Maps of LLaVA: $x_1$ and 5% More", f"{DOI}10.48550/arXiv.2401.00001", ANN, BOB, CEM),
            ("Atlas: A Study", f"{DOI}10.18653/v1/2024.acl-long.1", ANN, BOB),
        ],
    ),
    "scholar": (
        SCHOLAR,
        [("Maps of LLaVA: $x_1$ and 5% more", ID, ANN, BOB, CEM, "others"), ("Atlas: A study", None, BOB, ANN)],
    ),
    "acl": (
        ACL,
        [
            (
                "Proceedings of the 62nd Annual Meeting of the Association for Computational Linguistics",
                "https://aclanthology.org/2024.acl-long.0/",
            ),
            ("Atlas: A Study of “Maps” and LLMs", "https://aclanthology.org/2024.acl-long.1/", ANN, BOB, CEM),
        ],
    ),
    "semantic scholar": (SEMANTIC_SCHOLAR, [("Maps of LLaVA", ID, ANN, BOB)]),
    "openreview": (OPENREVIEW, [("Maps of LLaVA", "https://openreview.net/forum?id=AbC_12-d3", ANN, BOB)]),
    "cvf": (CVF, [("Maps of LLaVA", None, ANN, BOB)]),
    # Its dollars were text, and may be of money.
    "zotero": (
        ZOTERO,
        [(r"Maps of LLaVA: \$x_1\$ and 5% More", "http://arxiv.org/abs/2401.00001", ANN, BOB, CEM, "OpenAI")],
    ),
    "better bibtex": (
        BETTER_BIBTEX,
        [
            (r"Maps of LLaVA: \$x_1\$ and 5% More", "http://arxiv.org/abs/2401.00001", ANN, BOB, CEM, "OpenAI"),
            ("Irises", "https://example.org/irises", "Vincent van Gogh", "Jean de La Fontaine"),
        ],
    ),
    "mendeley": (
        MENDELEY,
        [
            ("Maps of LLaVA: 5% More", "http://arxiv.org/abs/2401.00001", ANN, BOB, CEM),
            ("Atlas", f"{DOI}10.1000/1", BOB),
        ],
    ),
    "jabref": (JABREF, [("Maps of LLaVA", ID, ANN, BOB, CEM)]),
    "by hand": (
        LIBRARY,
        [("Maps", ID, "A. One", "B. Two"), ("TeX: The Program", "http://example.org/~knuth/", "Donald E. Knuth")],
    ),
    "ads": (ADS, [("Maps of LLaVA", ID, ANN, BOB, "Jan van der Berg")]),
    "inspire": (
        INSPIRE,
        [
            (
                "Maps of $W\\to\\ell\\nu$ at $\\sqrt{s} = 13$\xa0TeV",
                "https://arxiv.org/abs/hep-ex/0601001",
                ANN,
                "Bob Two",
            )
        ],
    ),
    "crossref": (CROSSREF, [("Maps of H_{2}O & More", "http://dx.doi.org/10.1000/1", ANN, CEM)]),
    "pmlr": (PMLR, [("Maps of LLaVA", "https://proceedings.mlr.press/v202/one23a.html", ANN, "Bob Two")]),
    "springer": (SPRINGER, [("Maps of E. coli", f"{DOI}10.1007/s1-2", ANN, "Bob Two")]),
    "bibdesk": (BIBDESK, [("Maps of LLaVA", ID, ANN, "Bob Two")]),
    "commented": (COMMENTED, [("Here", None)]),
}


def papers_in(text):
    document = dailypapers.read(io.StringIO(text), "bibtex")
    assert document.problems == ()
    return document.papers


@pytest.mark.parametrize("name", FILES)
def test_what_is_read(name):
    text, expected = FILES[name]
    found = [
        (paper.title, paper.url, *paper.authors, *["others"] * (paper.authors_omitted_at is not None))
        for paper in papers_in(text)
    ]
    assert found == expected


NEW = Paper("New", "https://arxiv.org/abs/2401.00002")


BETWEEN = [
    "",
    "\n",
    " \n\n",
    "% no end",
    "\nann@example.org\n",
    "@comment{x}",
    '@preamble{"x"}',
    "\x0c",
    "\xa0",
    "\ufeff",
]
MERGED = st.lists(st.tuples(st.sampled_from([*FILES]), st.sampled_from(BETWEEN)), min_size=1, max_size=4)


@given(MERGED, st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["", "\ufeff"]))
def test_files_that_were_merged_grow_by_new_papers_alone_and_keep_their_text(tmp_path_factory, parts, end, mark):
    path = tmp_path_factory.mktemp("update") / "mine.bib"
    text = mark + "".join(FILES[name][0] + between for name, between in parts).replace("\n", end)
    path.write_bytes(text.encode())
    known = [paper for name, _ in parts for paper in papers_in(FILES[name][0])]
    for _ in range(2):
        dailypapers.write(Digest(None, [*known, NEW]), path, update=path, fields="eprint")
        behind = path.read_bytes().decode().removeprefix(text)
        assert behind.strip().splitlines() == [
            "@misc{arxiv-2401.00002,",
            "  eprint = {2401.00002},",
            "  archiveprefix = {arXiv},",
            "}",
        ]


@pytest.mark.parametrize("name", FILES)
def test_keys_are_kept(tmp_path, name):
    text, expected = FILES[name]
    (tmp_path / "mine.bib").write_text(text, "utf-8")
    output = dailypapers.export(Digest(None, papers_in(text)), "bibtex", keys=tmp_path / "mine.bib")
    keys = [line.removeprefix("@misc{") for line in output.splitlines() if line.startswith("@misc{")]
    assert len(keys) == len(expected)
    assert all(key.strip(",") in text for key in keys)
