-- What DdlUtils sends to a database that it takes for HSQLDB; it knows no H2.
ours: CREATE TABLE counted ( author_id INTEGER NOT NULL IDENTITY, name VARCHAR(50) NOT NULL, organisation VARCHAR(50), note LONGVARCHAR, PRIMARY KEY (author_id) )
ours: DROP TABLE counted IF EXISTS
CREATE TABLE author ( author_id INTEGER NOT NULL, name VARCHAR(50) NOT NULL, organisation VARCHAR(50), note LONGVARCHAR, PRIMARY KEY (author_id) )
CREATE INDEX author_name ON author (name)
CREATE TABLE book ( book_id INTEGER NOT NULL, isbn VARCHAR(15) NOT NULL, author_id INTEGER, title VARCHAR(255) DEFAULT 'N/A' NOT NULL, price DECIMAL(10,2), active BOOLEAN DEFAULT 1, rating DOUBLE, flt DOUBLE, rl REAL, pages SMALLINT, tiny SMALLINT, big BIGINT, made TIMESTAMP, at TIME, d DATE, ch CHAR(3), bl LONGVARBINARY, cl LONGVARCHAR, bin VARBINARY(10), lvb LONGVARBINARY, bool BOOLEAN, num NUMERIC(8,3), old VARCHAR(5), PRIMARY KEY (book_id) )
CREATE INDEX book_title ON book (title)
CREATE UNIQUE INDEX book_isbn ON book (isbn)
ALTER TABLE book ADD CONSTRAINT book_author FOREIGN KEY (author_id) REFERENCES author (author_id)
INSERT INTO author (author_id, name, organisation) VALUES (?, ?, ?) <- 1|Ann|X
INSERT INTO book (book_id, isbn, author_id, title, active, flt, made, d, ch, num) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) <- 1|1-2|1|T|true|1.5|1970-01-01 00:00:00|2026-01-02|abc|7
UPDATE book SET isbn = ?, author_id = ?, title = ?, num = ? WHERE book_id = ? <- 1-2|1|T2|8|1
INSERT INTO book (book_id, isbn, author_id) VALUES (?, ?, ?) <- 2|2|1
DELETE FROM book WHERE book_id = ? <- 2
SELECT * FROM book
SELECT author_id, name FROM author WHERE name = ? <- Ann
SELECT AUTHOR_ID FROM AUTHOR WHERE 1 = 0
ALTER TABLE book DROP CONSTRAINT book_author
ALTER TABLE author ADD COLUMN born DATE
ALTER TABLE author DROP COLUMN note
ALTER TABLE book ADD COLUMN stock INTEGER DEFAULT 0 NOT NULL
ALTER TABLE book DROP COLUMN old
CREATE TABLE book_ ( book_id INTEGER NOT NULL, isbn VARCHAR(15) NOT NULL, author_id INTEGER, title VARCHAR(100) DEFAULT 'N/A' NOT NULL, price DECIMAL(10,2), active BOOLEAN DEFAULT 1, rating DOUBLE, flt DOUBLE, rl REAL, pages SMALLINT, tiny SMALLINT, big BIGINT, made TIMESTAMP, at TIME, d DATE, ch CHAR(3), bl LONGVARBINARY, cl LONGVARCHAR, bin VARBINARY(10), lvb LONGVARBINARY, bool BOOLEAN, num NUMERIC(8,3), stock INTEGER DEFAULT 0 NOT NULL, PRIMARY KEY (book_id) )
INSERT INTO book_ (book_id,isbn,author_id,title,price,active,rating,flt,rl,pages,tiny,big,made,at,d,ch,bl,cl,bin,lvb,bool,num,stock) SELECT book_id,isbn,author_id,title,price,active,rating,flt,rl,pages,tiny,big,made,at,d,ch,bl,cl,bin,lvb,bool,num,stock FROM book
DROP TABLE book IF EXISTS
CREATE TABLE book ( book_id INTEGER NOT NULL, isbn VARCHAR(15) NOT NULL, author_id INTEGER, title VARCHAR(100) DEFAULT 'N/A' NOT NULL, price DECIMAL(10,2), active BOOLEAN DEFAULT 1, rating DOUBLE, flt DOUBLE, rl REAL, pages SMALLINT, tiny SMALLINT, big BIGINT, made TIMESTAMP, at TIME, d DATE, ch CHAR(3), bl LONGVARBINARY, cl LONGVARCHAR, bin VARBINARY(10), lvb LONGVARBINARY, bool BOOLEAN, num NUMERIC(8,3), stock INTEGER DEFAULT 0 NOT NULL, PRIMARY KEY (book_id) )
CREATE INDEX book_title ON book (title)
CREATE UNIQUE INDEX book_isbn ON book (isbn)
INSERT INTO book (book_id,isbn,author_id,title,price,active,rating,flt,rl,pages,tiny,big,made,at,d,ch,bl,cl,bin,lvb,bool,num,stock) SELECT book_id,isbn,author_id,title,price,active,rating,flt,rl,pages,tiny,big,made,at,d,ch,bl,cl,bin,lvb,bool,num,stock FROM book_
DROP TABLE book_ IF EXISTS
ALTER TABLE book ADD CONSTRAINT book_author FOREIGN KEY (author_id) REFERENCES author (author_id)
CREATE UNIQUE INDEX author_u ON author (name, organisation)
SELECT * FROM book
DROP INDEX author_name ON author
DROP INDEX book_title ON book
ALTER TABLE book DROP CONSTRAINT book_author
DROP TABLE book IF EXISTS
DROP TABLE author IF EXISTS
CREATE TABLE "author" ( "author_id" INTEGER NOT NULL, "name" VARCHAR(50) NOT NULL, PRIMARY KEY ("author_id") )
CREATE INDEX "author_name" ON "author" ("name")
DROP INDEX "author_name" ON "author"
DROP TABLE "author" IF EXISTS
