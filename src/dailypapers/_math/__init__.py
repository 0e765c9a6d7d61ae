"""Math in titles: which commands there are (``commands``), which text between dollars is math and so no program
(``known``), which characters stand for commands (``symbols``), and math as words without TeX (``words``).
"""
