CREATE OR REPLACE VIEW cheap AS SELECT id, title, vec FROM docs WHERE price < 10;
