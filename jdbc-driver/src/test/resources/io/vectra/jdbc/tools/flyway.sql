-- What Flyway sends to an H2 database.
SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = 'info.BUILD_ID'
SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = 'MODE'
CALL SCHEMA()
SELECT SCHEMA()
SELECT COUNT(*) FROM INFORMATION_SCHEMA.schemata WHERE schema_name=? <- PUBLIC
CREATE SCHEMA "other"
SET SCHEMA "other"
SET SCHEMA "PUBLIC"
CREATE TABLE IF NOT EXISTS "PUBLIC"."flyway_schema_history" ("installed_rank" INT NOT NULL, "version" VARCHAR(50), "description" VARCHAR(200) NOT NULL, "type" VARCHAR(20) NOT NULL, "script" VARCHAR(1000) NOT NULL, "checksum" INT, "installed_by" VARCHAR(100) NOT NULL, "installed_on" TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, "execution_time" INT NOT NULL, "success" BOOLEAN NOT NULL, CONSTRAINT "flyway_schema_history_pk" PRIMARY KEY ("installed_rank")) AS SELECT -1, NULL, '<< Flyway Schema History table created >>', 'TABLE', '', NULL, 'sa', CURRENT_TIMESTAMP, 0, TRUE;
CREATE INDEX "PUBLIC"."flyway_schema_history_s_idx" ON "PUBLIC"."flyway_schema_history" ("success");
ours: select * from "PUBLIC"."flyway_schema_history" for update
SELECT "installed_rank","version","description","type","script","checksum","installed_on","installed_by","execution_time","success" FROM "PUBLIC"."flyway_schema_history" WHERE "type" != 'TABLE' AND "installed_rank" > ? ORDER BY "installed_rank" <- -1
INSERT INTO "PUBLIC"."flyway_schema_history" ("installed_rank", "version", "description", "type", "script", "checksum", "installed_by", "execution_time", "success") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) <- 1|1|first|SQL|V1__first.sql|123|sa|10|1
DELETE FROM "PUBLIC"."flyway_schema_history" WHERE "success" = FALSE
UPDATE "PUBLIC"."flyway_schema_history" SET "description" = ? , "type" = ? , "checksum" = ? WHERE "installed_rank" = ? <- d|SQL|4|1
SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLEs WHERE TABLE_schema = ? AND TABLE_TYPE = 'BASE TABLE' <- PUBLIC
SELECT SEQUENCE_NAME FROM INFORMATION_SCHEMA.SEQUENCEs WHERE SEQUENCE_schema = ? <- PUBLIC
SELECT CONSTANT_NAME FROM INFORMATION_SCHEMA.CONSTANTs WHERE CONSTANT_schema = ? <- PUBLIC
SELECT DOMAIN_NAME FROM INFORMATION_SCHEMA.DOMAINs WHERE DOMAIN_schema = ? <- PUBLIC
SELECT TABLE_NAME FROM INFORMATION_SCHEMA.VIEWS WHERE TABLE_schema = ? <- PUBLIC
SELECT ROUTINE_NAME FROM INFORMATION_SCHEMA.ROUTINES WHERE ROUTINE_SCHEMA = ? <- PUBLIC
CREATE SEQUENCE "other"."x"
DROP SEQUENCE"other"."x"
DROP TABLE "PUBLIC"."flyway_schema_history" CASCADE
DROP SCHEMA "other" CASCADE
