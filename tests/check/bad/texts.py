"""Whole files that are hardly YAML.

Each row: what is wrong; the file; line, column and code of each problem.
"""

# A table is read by its rows.
# fmt: off
ROWS = [
    ('nothing', '', [(1, 1, 'empty-file')]),
    ('blanks only', ' \n \n', [(1, 1, 'empty-file')]),
    ('a comment only', '# later\n', [(1, 1, 'empty-file')]),
    ('a list', '- a\n- b\n', [(1, 1, 'wrong-type')]),
    ('a word', 'survey\n', [(1, 1, 'wrong-type')]),
    ('a number', '42\n', [(1, 1, 'wrong-type')]),
    ('a list never closed', 'title: [a, b\npurpose: survey\n', [(1, 8, 'syntax')]),
    ('a mapping never closed', 'title: {zh: a\npurpose: survey\n', [(1, 8, 'syntax')]),
    ('a quote never closed', 'title: "Survey\npurpose: survey\n', [(1, 8, 'syntax')]),
    ('a tab as indentation', 'schedule:\n\tfrom: 2026-11-23\n', [(2, 1, 'syntax')]),
    ('two colons on a line', 'title: a: b\n', [(1, 9, 'syntax')]),
    ('a key indented too far', 'title: a\n  purpose: survey\n', [(2, 10, 'syntax')]),
    ('a key without a colon', 'title: a\npurpose\nowner: care\n', [(2, 1, 'syntax')]),
    ('a value that begins with @', 'title: @home\n', [(1, 8, 'syntax')]),
    ('an anchor and its alias', 'title: &t a\nowner: *t\n', [(1, 8, 'anchor'), (2, 8, 'anchor')]),
    ('a merge', 'a: &a {x: 1}\nb:\n  <<: *a\n', [(1, 4, 'anchor'), (3, 3, 'anchor'), (3, 7, 'anchor')]),
    ('a tag', 'title: !!str 3\n', [(1, 8, 'tag')]),
    ('two documents', 'title: a\n---\ntitle: b\n', [(2, 1, 'several-documents')]),
    ('a key that is a list', '[a, b]: c\n', [(1, 1, 'bad-key')]),
    ('a key of nothing', ': a\n', [(1, 1, 'syntax')]),
    ('a control character', 'title: a\x07b\n', [(1, 9, 'bad-character')]),
    ('a zero-width byte order mark inside', 'title: a\ufeffb\n', [(1, 9, 'bad-character')]),
    ('far too deep', 'a: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n', [(1, 36, 'too-large')]),
    ('an unknown escape', 'title: "a\\qb"\n', [(1, 10, 'syntax')]),
    ('a doubled key deep inside', 'title: {zh: a, zh: b}\n', [(1, 1, 'missing-key'), (1, 1, 'missing-key'), (1, 1, 'missing-key'), (1, 1, 'missing-key'), (1, 1, 'missing-language'), (1, 16, 'duplicate-key')]),
    ('nothing but a brace', '{\n', [(2, 1, 'syntax')]),
    ('a percent sign', '%title: a\n', [(1, 7, 'syntax')]),
    ('a list item out of place', 'title: a - b\n- c\n', [(2, 1, 'syntax')]),
]
# fmt: on
