package io.vectra.sql.validate;

import io.vectra.sql.SqlFailure;
import io.vectra.sql.catalog.CatalogView;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/** Checks a parsed query or changing statement against a catalog. */
public final class Validation {
    private Validation() {}

    /**
     * Returns the statement with its names resolved and its vectors checked.
     *
     * @param statement the parsed tree; it is changed
     * @throws SqlFailure for whatever is wrong with it
     */
    public static Validated validate(SqlNode statement, CatalogView catalog) {
        return validate(statement, catalog, new Parameters(countParameters(statement)));
    }

    /**
     * As {@link #validate(SqlNode, CatalogView)}, for one of several trees that a statement is made of.
     *
     * @param parameters those of all trees
     */
    public static Validated validate(SqlNode statement, CatalogView catalog, Parameters parameters) {
        SqlNode resolved = prepared(statement, catalog, false);
        return checked(resolved, catalog, parameters, VectorTargets::rewrite);
    }

    /** Turns what is given to vector columns into vectors. */
    @FunctionalInterface
    interface TargetRewrite {
        void rewrite(VectorTargets targets, SqlNode statement);
    }

    /**
     * As {@link #validate(SqlNode, CatalogView)}, for a SELECT that remains one whatever it reads.
     *
     * @param parameters those of all trees
     */
    static Validated validate(SqlSelect select, CatalogView catalog, Parameters parameters, TargetRewrite rewrite) {
        return checked(prepared(select, catalog, true), catalog, parameters, rewrite);
    }

    private static SqlNode prepared(SqlNode written, CatalogView catalog, boolean keepsRoot) {
        ViewExpansion.expand(written, catalog);
        NestedQueries.check(written);
        written.accept(new SupportedSyntax());
        return WithScopes.resolve(written, keepsRoot);
    }

    private static Validated checked(
            SqlNode statement, CatalogView catalog, Parameters parameters, TargetRewrite rewrite) {
        RowIdNames.replace(statement, catalog);
        SqlNode raw = copied(statement, new Copy());
        SqlNode plain = copied(OneRowTable.leftOut(statement, catalog), new SyntaxRewrites());
        VectraValidator validator = new VectraValidator(catalog, parameters);
        rewrite.rewrite(new VectorTargets(catalog, validator.vectors(), parameters), plain);
        UpdateDefaults defaults = UpdateDefaults.takeOut(plain);
        try {
            SqlNode node = validator.validate(plain);
            node.accept(new VectorPlaces(validator));
            node.accept(new NamedItems(validator));
            node.accept(new JoinScopes(catalog));
            defaults.putBack(node);
            node.accept(new HiddenNames(catalog));
            node.accept(new QualifiedQueries());
            return new Validated(node, raw, validator, parameters, catalog);
        } catch (CalciteContextException e) {
            SqlFailure failure = failureIn(e);
            throw failure != null ? failure : Failures.of(e, catalog);
        } catch (CalciteException e) {
            throw Failures.of(e);
        }
    }

    private static SqlNode copied(SqlNode node, SqlShuttle shuttle) {
        SqlNode copy = node.accept(shuttle);
        if (copy == null) {
            throw new AssertionError("a copy is never null");
        }
        return copy;
    }

    /** A failure of ours may have been wrapped on its way through Calcite. */
    private static @Nullable SqlFailure failureIn(Throwable e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SqlFailure failure) {
                return failure;
            }
        }
        return null;
    }

    /** Returns how many {@code ?}s there are in some trees together. */
    public static int countParameters(@Nullable SqlNode... trees) {
        int[] count = {0};
        var counting = new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlDynamicParam parameter) {
                count[0] = Math.max(count[0], parameter.getIndex() + 1);
                return null;
            }
        };
        for (SqlNode tree : trees) {
            if (tree != null) {
                tree.accept(counting);
            }
        }
        return count[0];
    }

    /** Copies every call of a tree. */
    private static final class Copy extends SqlShuttle {
        @Override
        public @Nullable SqlNode visit(org.apache.calcite.sql.SqlCall call) {
            CallCopyingArgHandler handler = new CallCopyingArgHandler(call, true);
            call.getOperator().acceptCall(this, call, false, handler);
            return handler.result();
        }
    }
}
