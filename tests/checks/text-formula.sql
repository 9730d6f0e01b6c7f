-- caught: source sheet
UPDATE sources SET title = '=HYPERLINK("http://example.org")' WHERE code = 'sheet';
-- caught: meeting east-2000
UPDATE meetings SET title = '-2+3' WHERE code = 'east-2000';
-- passes: such a character within
UPDATE sources SET title = 'a = b, 5+5' WHERE code = 'sheet';
