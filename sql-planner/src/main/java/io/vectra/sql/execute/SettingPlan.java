package io.vectra.sql.execute;

import io.vectra.sql.Execution;
import io.vectra.sql.setting.SettingStore;
import io.vectra.sql.setting.SettingValues;
import io.vectra.storage.Session;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** SET or RESET of settings. */
public final class SettingPlan extends PlannedStatement {
    private final UnaryOperator<SettingValues> change;
    private final SettingStore settings;

    public SettingPlan(UnaryOperator<SettingValues> change, Environment environment) {
        super(Kind.COMMAND, List.of(), environment);
        this.change = change;
        this.settings = environment.settings();
    }

    @Override
    public Execution execute(Session session, @Nullable Object[] values, ExecuteOptions options) {
        checkCount(values);
        settings.change(session, change);
        return done();
    }
}
