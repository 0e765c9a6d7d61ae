CREATE TABLE papers ( -- each once, as it was when it was featured first
  id INTEGER PRIMARY KEY, -- 240708348 of arXiv:2407.08348; of any other paper a number above 10^15, made of its identity
  arxiv_id TEXT UNIQUE, -- without version: 2407.08348
  title TEXT NOT NULL,
  url TEXT,
  media_kind TEXT, -- image or video
  media_url TEXT,
  authors_omitted_at INTEGER, -- the position in authors at which names were left out; NULL where all are there
  authors TEXT NOT NULL DEFAULT '', -- the names of the table authors
  summary TEXT NOT NULL DEFAULT '', -- the text of the table points: a line a point, two spaces a level
  parts TEXT -- for papers_fts: beginnings of Korean words, and the parts of words like LLM의
);
CREATE TABLE digests (
  id INTEGER PRIMARY KEY, -- 20240712, and 120240712 of a second digest of that day; above 10^15 where it has no date
  date TEXT -- 2024-07-12; NULL where unknown
);
CREATE TABLE features ( -- which paper was in which digest
  digest_id INTEGER NOT NULL REFERENCES digests (id),
  position INTEGER NOT NULL, -- from 0
  paper_id INTEGER NOT NULL REFERENCES papers (id),
  votes INTEGER, -- then; NULL where unknown
  PRIMARY KEY (digest_id, position)
) WITHOUT ROWID;
CREATE TABLE authors (
  paper_id INTEGER NOT NULL REFERENCES papers (id),
  position INTEGER NOT NULL, -- from 0
  name TEXT NOT NULL,
  PRIMARY KEY (paper_id, position)
) WITHOUT ROWID;
CREATE TABLE points ( -- of the summaries
  paper_id INTEGER NOT NULL REFERENCES papers (id),
  position INTEGER NOT NULL, -- from 0, in the order of the summary, each before the points in it
  parent INTEGER, -- the position of the point that it is in; NULL at level 1
  level INTEGER NOT NULL,
  label TEXT,
  text TEXT NOT NULL,
  emphasis TEXT, -- of the label: ** or ***
  PRIMARY KEY (paper_id, position)
) WITHOUT ROWID;

-- What follows is filled faster, and is smaller, once all rows are there.

CREATE INDEX digests_date ON digests (date);
CREATE INDEX features_paper ON features (paper_id);
CREATE INDEX authors_name ON authors (name);

CREATE VIEW overview AS -- for people: a row for each time that a paper was featured, the newest first
SELECT digests.date, papers.title, features.votes, papers.authors, papers.arxiv_id, papers.url, papers.summary,
  papers.id AS paper_id
FROM features JOIN digests ON digests.id = features.digest_id JOIN papers ON papers.id = features.paper_id
ORDER BY digests.date DESC, digests.id, features.position;

CREATE VIEW library AS -- for people: each paper once, with its first day and its most votes, those with the most first
SELECT papers.title, papers.authors, min(digests.date) AS first_featured, max(features.votes) AS most_votes,
  papers.arxiv_id, papers.url, papers.summary, papers.id AS paper_id
FROM papers LEFT JOIN features ON features.paper_id = papers.id LEFT JOIN digests ON digests.id = features.digest_id
GROUP BY papers.id ORDER BY most_votes DESC, papers.id;

CREATE VIRTUAL TABLE papers_fts USING fts5 (
  title, summary, authors, arxiv_id, parts, content="papers", content_rowid="id", tokenize="unicode61"
);

-- What follows is made again where it was lost.
--
-- The search follows papers, and papers follow their authors and points. A trigger does not fire itself, unless a
-- program asks for that: papers_changed must be right either way. While it makes parts they are a blob, and a change
-- from or to a blob is its own.

CREATE TRIGGER IF NOT EXISTS papers_added AFTER INSERT ON papers BEGIN
  INSERT INTO papers_fts (rowid, title, summary, authors, arxiv_id, parts)
    VALUES (new.id, new.title, new.summary, new.authors, new.arxiv_id, new.parts);
  UPDATE papers SET parts = '' WHERE id = new.id AND new.parts IS NULL; -- papers_changed makes them
END;
CREATE TRIGGER IF NOT EXISTS papers_deleted AFTER DELETE ON papers BEGIN
  INSERT INTO papers_fts (papers_fts, rowid, title, summary, authors, arxiv_id, parts)
    VALUES ('delete', old.id, old.title, old.summary, old.authors, old.arxiv_id, old.parts);
  DELETE FROM features WHERE paper_id = old.id;
  DELETE FROM authors WHERE paper_id = old.id;
  DELETE FROM points WHERE paper_id = old.id;
END;
CREATE TRIGGER IF NOT EXISTS papers_changed AFTER UPDATE ON papers
WHEN typeof(old.parts) <> 'blob' AND typeof(new.parts) <> 'blob'
  AND (new.parts IS NULL OR (old.id, old.title, old.summary, old.authors, old.arxiv_id, old.parts)
  IS NOT (new.id, new.title, new.summary, new.authors, new.arxiv_id, new.parts))
BEGIN
  UPDATE papers SET parts = x'' WHERE id = new.id
    AND (new.parts IS NULL OR (old.title, old.summary, old.parts) IS NOT (new.title, new.summary, new.parts));
  UPDATE papers SET parts = (
    WITH RECURSIVE
      words (word) AS ( -- as a list in JSON, which splits a text at its spaces
        SELECT DISTINCT substr(value, 1, 200) FROM json_each(
          '[' || replace(json_quote(replace(new.title || ' ' || new.summary, char(10), ' ')), ' ', '","') || ']'
        )
      ),
      steps (word, place, head, run, korean) AS ( -- a character more; a run is of Korean syllables, or has none
        SELECT word, 0, '', '', NULL FROM words WHERE word GLOB '*[가-힣]*'
        UNION ALL
        SELECT word, place + 1,
          iif((substr(word, place + 1, 1) BETWEEN '가' AND '힣') = korean, head, run),
          iif((substr(word, place + 1, 1) BETWEEN '가' AND '힣') = korean, run, '') || substr(word, place + 1, 1),
          substr(word, place + 1, 1) BETWEEN '가' AND '힣'
        FROM steps WHERE place < length(word)
      )
    SELECT coalesce(group_concat(run, ' '), '') FROM (
      SELECT DISTINCT run FROM steps WHERE run <> word AND (
        korean AND length(run) BETWEEN 2 AND 8
        OR place = length(word)
        OR (substr(word, place + 1, 1) BETWEEN '가' AND '힣') <> korean
      )
      UNION SELECT head || run FROM steps
        WHERE head || run <> word AND korean AND length(run) <= 8 AND head GLOB '*[0-9A-Za-z]'
    )
  )
  WHERE id = new.id AND typeof(parts) = 'blob';
  INSERT INTO papers_fts (papers_fts, rowid, title, summary, authors, arxiv_id, parts)
    VALUES ('delete', old.id, old.title, old.summary, old.authors, old.arxiv_id, old.parts);
  INSERT INTO papers_fts (rowid, title, summary, authors, arxiv_id, parts)
    SELECT id, title, summary, authors, arxiv_id, parts FROM papers WHERE id = new.id;
END;

CREATE TRIGGER IF NOT EXISTS digests_deleted AFTER DELETE ON digests BEGIN
  DELETE FROM features WHERE digest_id = old.id;
END;

-- The SELECT of authors, and that of points, stands three times: a trigger has one event, and a view that had it once
-- would be shown beside those for people.

CREATE TRIGGER IF NOT EXISTS authors_added AFTER INSERT ON authors BEGIN
  UPDATE papers SET authors = (SELECT coalesce(group_concat(name, '; '), '')
    FROM (SELECT name FROM authors WHERE paper_id = papers.id ORDER BY position)) WHERE id = new.paper_id;
END;
CREATE TRIGGER IF NOT EXISTS authors_deleted AFTER DELETE ON authors BEGIN
  UPDATE papers SET authors = (SELECT coalesce(group_concat(name, '; '), '')
    FROM (SELECT name FROM authors WHERE paper_id = papers.id ORDER BY position)) WHERE id = old.paper_id;
END;
CREATE TRIGGER IF NOT EXISTS authors_changed AFTER UPDATE ON authors BEGIN
  UPDATE papers SET authors = (SELECT coalesce(group_concat(name, '; '), '')
    FROM (SELECT name FROM authors WHERE paper_id = papers.id ORDER BY position))
    WHERE id IN (old.paper_id, new.paper_id);
END;

CREATE TRIGGER IF NOT EXISTS points_added AFTER INSERT ON points BEGIN
  UPDATE papers SET summary = (SELECT coalesce(group_concat(line, char(10)), '') FROM (
    SELECT substr('                              ', 1, 2 * (level - 1)) || iif(label IS NULL, replace(text, char(10), ' '),
      rtrim(label || ': ' || replace(text, char(10), ' '), ' ')) AS line
    FROM points WHERE paper_id = papers.id ORDER BY position)) WHERE id = new.paper_id;
END;
CREATE TRIGGER IF NOT EXISTS points_deleted AFTER DELETE ON points BEGIN
  UPDATE papers SET summary = (SELECT coalesce(group_concat(line, char(10)), '') FROM (
    SELECT substr('                              ', 1, 2 * (level - 1)) || iif(label IS NULL, replace(text, char(10), ' '),
      rtrim(label || ': ' || replace(text, char(10), ' '), ' ')) AS line
    FROM points WHERE paper_id = papers.id ORDER BY position)) WHERE id = old.paper_id;
END;
CREATE TRIGGER IF NOT EXISTS points_changed AFTER UPDATE ON points BEGIN
  UPDATE papers SET summary = (SELECT coalesce(group_concat(line, char(10)), '') FROM (
    SELECT substr('                              ', 1, 2 * (level - 1)) || iif(label IS NULL, replace(text, char(10), ' '),
      rtrim(label || ': ' || replace(text, char(10), ' '), ' ')) AS line
    FROM points WHERE paper_id = papers.id ORDER BY position)) WHERE id IN (old.paper_id, new.paper_id);
END;

-- What follows mends what was changed while triggers were missing.

DELETE FROM features WHERE digest_id NOT IN (SELECT id FROM digests) OR paper_id NOT IN (SELECT id FROM papers);
DELETE FROM authors WHERE paper_id NOT IN (SELECT id FROM papers);
DELETE FROM points WHERE paper_id NOT IN (SELECT id FROM papers);
INSERT INTO papers_fts (papers_fts) VALUES ('rebuild');
UPDATE papers SET parts = NULL;
