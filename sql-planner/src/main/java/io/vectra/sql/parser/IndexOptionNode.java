package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * An option in CREATE INDEX … WITH.
 *
 * @param name the option's name
 * @param value the value as text
 * @param pos where the value stands
 */
public record IndexOptionNode(SqlIdentifier name, String value, SqlParserPos pos) {}
