CREATE TABLE made (id INT);
SELECT nope FROM made;
