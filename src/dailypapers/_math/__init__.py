"""Math in titles: the commands that there are (``symbols``), and which text is math, so no program (``known``)."""
