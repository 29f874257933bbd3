package io.vectra.jdbc;

import java.sql.DriverManager;
import java.util.List;
import java.util.function.Supplier;

/** Lists the drivers that {@link DriverManager} shows to the class loader that this class was loaded by. */
public final class RegisteredDrivers implements Supplier<List<String>> {
    @Override
    public List<String> get() {
        return DriverManager.drivers()
                .map(driver -> driver.getClass().getName())
                .toList();
    }
}
