"""Listings as the papers API of Hugging Face answers, made of digests, with keys that no reader looks at."""

import json
from collections.abc import Iterable
from typing import Any

from dailypapers import Digest, Paper
from dailypapers.plugins import outline

PERSON = {"_id": "64f1abe7544c2adfd6998611", "type": "user", "isPro": False, "isHf": False, "isMod": False}


def listings(digests: Iterable[Digest]) -> list[str]:
    """Give the text of a listing for each digest."""
    return [json.dumps([_item(digest, paper) for paper in digest.papers], ensure_ascii=False) for digest in digests]


def _item(digest: Digest, paper: Paper) -> dict[str, Any]:
    day = f"{digest.date}T00:30:00.000Z"
    abstract = outline(paper.summary)
    person = {**PERSON, "avatarUrl": "/avatars/a.svg", "fullname": "Ann One", "name": "ann", "user": "ann"}
    authors = [
        {"_id": f"64f1abe7544c2adfd699{number:04}", "name": name, "hidden": False, "status": "claimed_verified"}
        for number, name in enumerate(paper.authors)
    ]
    return {
        "paper": {
            "id": paper.arxiv_id,
            "authors": authors,
            "mediaUrls": [paper.media.url] if paper.media and paper.media.kind == "video" else [],
            "publishedAt": day,
            "submittedOnDailyAt": day,
            "submittedOnDailyBy": person,
            "title": paper.title,
            "summary": abstract,
            "upvotes": paper.votes or 0,
            "discussionId": "64f1abe7544c2adfd6998613",
            "ai_summary": paper.title,
            "ai_keywords": paper.title.split(),
        },
        "publishedAt": day,
        "title": paper.title,
        "summary": abstract,
        "thumbnail": paper.media.url if paper.media else "",
        "numComments": 2,
        "submittedBy": person,
        "isAuthorParticipating": False,
    }
