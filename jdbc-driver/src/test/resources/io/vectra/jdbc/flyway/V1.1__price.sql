ALTER TABLE docs ADD COLUMN price DECIMAL(10, 2) DEFAULT ${price} NOT NULL;
CREATE SEQUENCE numbers;
CREATE INDEX docs_text ON docs USING FULLTEXT (title) WITH (analyzer = 'english');
