package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.SyncPolicy;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionUrlTest {
    private static ConnectionUrl parse(String url, String... properties) throws SQLException {
        var given = new Properties();
        for (int i = 0; i < properties.length; i += 2) {
            given.setProperty(properties[i], properties[i + 1]);
        }
        return ConnectionUrl.parse(url, given);
    }

    @Test
    void aRelativeFolderIsBelowTheWorkingDirectory() throws SQLException {
        assertThat(parse("jdbc:vectra:./data/../data/shop").folder())
                .isEqualTo(Path.of("data", "shop").toAbsolutePath());
    }

    @Test
    void aTildeIsTheUsersHome() throws SQLException {
        Path home = Path.of(System.getProperty("user.home"));

        assertThat(parse("jdbc:vectra:~/shop").folder()).isEqualTo(home.resolve("shop"));
        assertThat(parse("jdbc:vectra:~shop").folder())
                .isEqualTo(Path.of("~shop").toAbsolutePath());
    }

    @Test
    void fileBeforeAFolderIsLeftOut() throws SQLException {
        assertThat(parse("jdbc:vectra:file:./shop").folder())
                .isEqualTo(parse("jdbc:vectra:./shop").folder());
        assertThat(parse("jdbc:vectra:file:~/shop").folder())
                .isEqualTo(parse("jdbc:vectra:~/shop").folder());
    }

    @Test
    void optionsAfterAQuestionMarkAreNoPartOfTheFolder() {
        assertThatThrownBy(() -> parse("jdbc:vectra:./shop?create=false"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("follow a semicolon");
    }

    @Test
    void noOptionIsSuggestedForQuiteAnotherWord() {
        assertThatThrownBy(() -> parse("jdbc:vectra:x;user=sa"))
                .hasMessage("Unknown connection option \"user\"; known are create, readonly, sync, product");
    }

    @Test
    void theProductIsVectraOrH2() throws SQLException {
        assertThat(parse("jdbc:vectra:x").product()).isEqualTo(Product.VECTRA);
        assertThat(parse("jdbc:vectra:x;product=h2").product()).isEqualTo(Product.H2);
        assertThatThrownBy(() -> parse("jdbc:vectra:x;product=Oracle"))
                .hasMessage("Connection option \"product\" has the value \"Oracle\"; expected Vectra or H2");
    }

    @Test
    void spacesAndLettersOfAllScriptsBelongToTheFolder() throws SQLException {
        assertThat(parse("jdbc:vectra:/tmp/my shop/日本 ü").folder()).isEqualTo(Path.of("/tmp/my shop/日本 ü"));
    }

    @Test
    void aMemoryDatabaseHasANameAndNoFolder() throws SQLException {
        ConnectionUrl url = parse("jdbc:vectra:mem:Shop");

        assertThat(url.folder()).isNull();
        assertThat(url.memoryName()).isEqualTo("Shop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory:shop", ":memory:", "Memory:"})
    void aMemoryDatabaseAsOthersNameItIsNoFolder(String place) {
        assertThatThrownBy(() -> parse("jdbc:vectra:" + place)).hasMessageContaining("jdbc:vectra:mem:<name>");
    }

    @Test
    void optionsHaveDefaults() throws SQLException {
        ConnectionUrl url = parse("jdbc:vectra:x");

        assertThat(url.create()).isTrue();
        assertThat(url.readOnly()).isFalse();
        assertThat(url.sync()).isNull();
        assertThat(url.databaseOptions().sync()).isEqualTo(SyncPolicy.COMMIT);
    }

    @Test
    void keysAreCaseInsensitiveAndEmptyPartsAreIgnored() throws SQLException {
        ConnectionUrl url = parse("jdbc:vectra:x;Create=FALSE;;READONLY=true; sync = 250 ;");

        assertThat(url.create()).isFalse();
        assertThat(url.readOnly()).isTrue();
        assertThat(url.sync()).isEqualTo(new SyncPolicy(250));
    }

    @Test
    void optionsMayComeAsProperties() throws SQLException {
        assertThat(parse("jdbc:vectra:x", "ReadOnly", "true").readOnly()).isTrue();
    }

    @Test
    void userAndPasswordAreIgnored() throws SQLException {
        assertThat(parse("jdbc:vectra:x", "user", "sa", "password", "secret")).isEqualTo(parse("jdbc:vectra:x"));
    }

    @ParameterizedTest
    @CsvSource({"creat,create", "read_only,readonly", "synch,sync", "ReadOnyl,readonly"})
    void anUnknownOptionIsRefusedWithTheNearestKnownOne(String unknown, String nearest) {
        assertThatThrownBy(() -> parse("jdbc:vectra:x;" + unknown + "=1"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("\"" + unknown + "\"")
                .hasMessageContaining("nearest known one is \"" + nearest + "\"")
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo("HY000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INIT=RUNSCRIPT FROM 'x.sql'",
                "model=inline:{}",
                "MODE=MySQL",
                "TRACE_LEVEL_FILE=3",
                "CIPHER=AES",
                "schemaFactory=java.lang.Object",
                "user=sa",
                "IFEXISTS"
            })
    void noOptionOfAnInnerLibraryIsKnown(String option) {
        assertThatThrownBy(() -> parse("jdbc:vectra:x;" + option)).hasMessageContaining("Unknown connection option");
        assertThatThrownBy(() -> parse("jdbc:vectra:mem:x;" + option))
                .hasMessageContaining("Unknown connection option");
    }

    @Test
    void anUnknownPropertyIsRefused() {
        assertThatThrownBy(() -> parse("jdbc:vectra:x", "model", "inline:{}"))
                .hasMessageContaining("Unknown connection option \"model\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"create=yes", "readonly=", "readonly", "sync=0", "sync=-1", "sync=soon", "sync=99999999999"})
    void aBadValueIsRefusedWithWhatIsExpected(String option) {
        assertThatThrownBy(() -> parse("jdbc:vectra:x;" + option)).hasMessageContaining("expected");
    }

    @Test
    void anOptionWithTwoValuesIsRefused() {
        assertThatThrownBy(() -> parse("jdbc:vectra:x;create=true", "create", "false"))
                .hasMessageContaining("given twice");
    }

    @Test
    void aUrlWithoutAFolderIsRefused() {
        assertThatThrownBy(() -> parse("jdbc:vectra:")).hasMessageContaining("names no folder");
        assertThatThrownBy(() -> parse("jdbc:vectra: ;create=true")).hasMessageContaining("names no folder");
    }

    @Test
    void aFolderThatCannotBeIsRefused() {
        assertThatThrownBy(() -> parse("jdbc:vectra:a\0b")).hasMessageContaining("is not the name of a folder");
    }

    @Test
    void onlyUrlsOfThisDriverAreAccepted() {
        assertThat(ConnectionUrl.accepts("jdbc:vectra:x")).isTrue();
        assertThat(ConnectionUrl.accepts("JDBC:Vectra:x")).isTrue();
        assertThat(ConnectionUrl.accepts("jdbc:h2:mem:x")).isFalse();
        assertThat(ConnectionUrl.accepts(null)).isFalse();
    }
}
