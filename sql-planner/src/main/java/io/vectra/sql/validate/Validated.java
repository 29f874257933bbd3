package io.vectra.sql.validate;

import io.vectra.sql.catalog.CatalogView;
import org.apache.calcite.sql.SqlNode;

/**
 * A statement whose names are resolved and whose vectors are checked.
 *
 * @param node the tree, with qualified names and expanded stars
 * @param raw a copy of the tree as it was written
 * @param validator knows the types of the tree's nodes
 * @param parameters the statement's parameters
 * @param catalog the catalog that it was checked against
 */
public record Validated(
        SqlNode node, SqlNode raw, VectraValidator validator, Parameters parameters, CatalogView catalog) {}
