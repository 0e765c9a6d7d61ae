"""The words of the page itself, in each language that it has: those of Python and those of the script.

A phrase has its English words as its name. Text of digests is never looked up.
"""


class Words(dict[str, str]):
    """What the page says in a language, by the English phrases."""

    def counted(self, noun: str, count: int) -> str:
        """Return a number with its noun, ``paper`` or ``vote``: ``1 vote``, ``26 votes``."""
        return self[f"{{count}} {noun}" if count == 1 else f"{{count}} {noun}s"].replace("{count}", str(count))


_KOREAN = {
    "Daily papers": "데일리 페이퍼",
    "Skip to the papers": "논문으로 건너뛰기",
    "Index of days": "날짜 목록",
    "Search": "검색",
    "titles, names, summaries": "제목, 이름, 요약",
    "Days, votes, order": "날짜, 추천, 정렬",
    "From": "시작일",
    "Until": "종료일",
    "Day before": "이전 날",
    "Day after": "다음 날",
    "Last 7 days": "최근 7일",
    "Last 30 days": "최근 30일",
    "Papers a week, {first} to {last}: drag to choose": "{first}부터 {last}까지 주별 논문 수: 끌어서 선택",
    "Votes, at least": "최소 추천 수",
    "Sort by": "정렬",
    "date": "날짜",
    "votes": "추천",
    "Show": "보기",
    "whole papers": "논문 전체",
    "titles alone": "제목만",
    "Copy all BibTeX": "모든 BibTeX 복사",
    "Save all BibTeX": "모든 BibTeX 저장",
    "Show all": "모두 펼치기",
    "Keys /, j, k": "단축키 /, j, k",
    "Clear": "지우기",
    "Loading …": "불러오는 중 …",
    "{count} of {total} paper": "논문 {total}편 중 {count}편",
    "{count} of {total} papers": "논문 {total}편 중 {count}편",
    "No paper has all of this.": "모두 맞는 논문이 없습니다.",
    "Fewer words, more days or fewer votes find more.": "단어나 추천 수를 줄이거나 날짜를 넓혀 보세요.",
    "From is later than Until.": "시작일이 종료일보다 늦습니다.",
    "{name} is not on this page.": "{name}: 이 페이지에 없습니다.",
    "Most votes first": "추천 많은 순",
    "Copy BibTeX": "BibTeX 복사",
    "Copied": "복사했습니다",
    "Not copied": "복사하지 못했습니다",
    "Summary": "요약",
    "Back to top": "맨 위로",
    "Feed": "피드",
    "{count} paper": "논문 {count}편",
    "{count} papers": "논문 {count}편",
    "{count} vote": "추천 {count}",
    "{count} votes": "추천 {count}",
    "{count} more": "{count}명 더",
    " and others": " 외",
    "Untitled": "제목 없음",
    "Unknown date": "날짜 모름",
    "Picture": "그림",
    "Video": "동영상",
    "Link to this paper": "이 논문의 링크",
}

WORDS = {"en": Words(zip(_KOREAN, _KOREAN, strict=True)), "ko": Words(_KOREAN)}
