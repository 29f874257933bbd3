package io.vectra.sql.plan;

import io.vectra.sql.SqlFailure;
import io.vectra.sql.catalog.CatalogView;
import io.vectra.sql.parser.SettingNode;
import io.vectra.sql.setting.Setting;
import io.vectra.sql.setting.SettingValues;
import io.vectra.sql.validate.Failures;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Checks SET, RESET and SHOW. */
final class SettingPlanner {
    private SettingPlanner() {}

    /** Returns the change that SET or RESET asks for. */
    static UnaryOperator<SettingValues> change(SettingNode node, CatalogView catalog) {
        SqlIdentifier name = node.name();
        if (name == null) {
            return SettingPlanner::resetSession;
        }
        String value = node.value();
        return at(node, () -> {
            Setting setting = Setting.named(name.toString(), List.of());
            if (setting == Setting.SCHEMA && value != null) {
                checkSchema(value, catalog, node.getParserPosition());
            }
            setting.with(SettingValues.DEFAULT, value);
            return values -> setting.with(values, value);
        });
    }

    /** Refuses the name of a schema that does not exist. */
    static void checkSchema(String schema, CatalogView catalog, SqlParserPos pos) {
        List<String> schemas = catalog.catalog().schemas();
        if (!schemas.contains(schema)) {
            throw Failures.unknownSchema(schema, schemas, pos);
        }
    }

    /** RESET ALL is about the session alone: what holds for others is reset by its name. */
    private static SettingValues resetSession(SettingValues values) {
        SettingValues reset = values;
        for (Setting setting : Setting.values()) {
            reset = setting.scope() == Setting.Scope.SESSION ? setting.with(reset, null) : reset;
        }
        return reset;
    }

    /** Returns the query that SHOW stands for. */
    static String query(SettingNode node) {
        SqlIdentifier name = node.name();
        if (name == null) {
            return "SELECT * FROM VECTRA.SETTINGS";
        }
        if (SystemTables.names().contains(name.toString())) {
            return "SELECT * FROM VECTRA." + name;
        }
        List<String> tables = SystemTables.names().stream()
                .map(table -> table.toLowerCase(Locale.ROOT))
                .toList();
        Setting setting = at(node, () -> Setting.named(name.toString(), tables));
        return "SELECT CURRENT_VALUE AS " + setting.name() + " FROM VECTRA.SETTINGS WHERE NAME = '" + setting.label()
                + "'";
    }

    /** Something that may fail without knowing where its text stands. */
    private interface Check<T> {
        T run();
    }

    private static <T> T at(SqlNode node, Check<T> check) {
        try {
            return check.run();
        } catch (SqlFailure e) {
            throw Failures.at(e.sqlState(), String.valueOf(e.getMessage()), node.getParserPosition(), e);
        }
    }
}
