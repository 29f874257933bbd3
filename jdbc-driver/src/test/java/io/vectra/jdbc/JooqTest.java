package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.constraint;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.groupConcat;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;

import java.sql.SQLException;
import org.jooq.BindingGetResultSetContext;
import org.jooq.BindingSetStatementContext;
import org.jooq.Converter;
import org.jooq.DSLContext;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jooq.impl.AbstractBinding;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** jOOQ works with its dialect for H2, and with vectors by a binding for {@code float[]}. */
class JooqTest extends DatabaseTest {
    private static final DataType<float[]> VECTOR = SQLDataType.OTHER.asConvertedDataType(new VectorBinding());

    private static final Table<Record> AUTHORS = table(name("authors"));
    private static final Table<Record> DOCS = table(name("docs"));
    private static final Field<Long> ID = field(name("docs", "id"), SQLDataType.BIGINT);
    private static final Field<String> TITLE = field(name("docs", "title"), SQLDataType.VARCHAR);
    private static final Field<Integer> AUTHOR = field(name("docs", "author"), SQLDataType.INTEGER);
    private static final Field<float[]> VEC = field(name("docs", "vec"), VECTOR);

    private DSLContext jooq;

    static {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
    }

    /** Passes a vector to the driver and back as it is. */
    static final class VectorBinding extends AbstractBinding<Object, float[]> {
        private static final long serialVersionUID = 1;

        @Override
        public Converter<Object, float[]> converter() {
            return Converter.ofNullable(Object.class, float[].class, float[].class::cast, Object.class::cast);
        }

        @Override
        public void set(BindingSetStatementContext<float[]> context) throws SQLException {
            context.statement().setObject(context.index(), context.value());
        }

        @Override
        public void get(BindingGetResultSetContext<float[]> context) throws SQLException {
            context.value(context.resultSet().getObject(context.index(), float[].class));
        }
    }

    @BeforeEach
    void createTables() {
        jooq = DSL.using(connection, SQLDialect.H2);
        jooq.createTable(AUTHORS)
                .column("id", SQLDataType.INTEGER)
                .column("name", SQLDataType.VARCHAR(50).notNull())
                .primaryKey("id")
                .unique("name")
                .execute();
        jooq.createTableIfNotExists(DOCS)
                .column("id", SQLDataType.BIGINT.identity(true))
                .column("title", SQLDataType.VARCHAR(200).notNull())
                .column("author", SQLDataType.INTEGER)
                .constraints(
                        constraint("docs_key").primaryKey("id"),
                        constraint("docs_author").foreignKey("author").references("authors", "id"))
                .execute();
        jooq.execute("alter table {0} add {1} vector(3)", DOCS, name("vec"));
        jooq.insertInto(AUTHORS).values(1, "Ann").values(2, "Bob").execute();
        jooq.insertInto(DOCS, TITLE, AUTHOR, VEC)
                .values("red", 1, new float[] {1, 0, 0})
                .values("green", 1, new float[] {0, 1, 0})
                .values("orange", 2, new float[] {0.9f, 0.4f, 0})
                .execute();
    }

    @Test
    void theNearestRowsAreAskedForInItsLanguage() {
        Field<Double> distance = field("cosine({0}, {1})", Double.class, VEC, val(new float[] {1, 0, 0}, VECTOR));

        var rows = jooq.select(TITLE, VEC)
                .from(DOCS)
                .where(AUTHOR.lt(3))
                .orderBy(distance)
                .limit(2)
                .fetch();

        assertThat(rows.getValues(TITLE)).containsExactly("red", "orange");
        assertThat(rows.get(1).get(VEC)).isEqualTo(new float[] {0.9f, 0.4f, 0});
    }

    @Test
    void changesGiveTheirRowsAndAreCounted() {
        Long id = jooq.insertInto(DOCS, TITLE, VEC)
                .values("blue", new float[] {0, 0, 1})
                .returningResult(field(name("id"), SQLDataType.BIGINT))
                .fetchSingle()
                .value1();
        int[] batch = jooq.batch(jooq.insertInto(DOCS, TITLE, VEC).values((String) null, null))
                .bind("b1", new float[] {1, 1, 0})
                .bind("b2", new float[] {1, 0, 1})
                .execute();
        int updated = jooq.update(DOCS)
                .set(VEC, new float[] {0, 1, 1})
                .where(TITLE.like("b_"))
                .execute();

        assertThat(id).isEqualTo(4);
        assertThat(batch).containsExactly(1, 1);
        assertThat(updated).isEqualTo(2);
    }

    @Test
    void changesOfTheFirstRowsOfAnOrder() {
        int updated = jooq.update(DOCS)
                .set(TITLE, "first")
                .where(AUTHOR.lt(3))
                .orderBy(TITLE)
                .limit(1)
                .execute();
        int deleted = jooq.deleteFrom(DOCS).orderBy(TITLE.desc()).limit(1).execute();

        assertThat(updated).isEqualTo(1);
        assertThat(deleted).isEqualTo(1);
        assertThat(jooq.select(TITLE).from(DOCS).orderBy(ID).fetch(TITLE)).containsExactly("first", "orange");
    }

    @Test
    void pagesAreSoughtAndNamesListed() {
        assertThat(jooq.select(TITLE)
                        .from(DOCS)
                        .orderBy(TITLE)
                        .seek("green")
                        .limit(1)
                        .fetch(TITLE))
                .containsExactly("orange");
        assertThat(jooq.select(groupConcat(TITLE).orderBy(TITLE).separator("; "))
                        .from(DOCS)
                        .fetchSingle()
                        .value1())
                .isEqualTo("green; orange; red");
        assertThat(jooq.select(TITLE).from(DOCS).where(TITLE.likeRegex("^r.d$")).fetch(TITLE))
                .containsExactly("red");
    }

    @Test
    void rowsOfOneTableStandInsideThoseOfAnother() {
        Field<Integer> author = field(name("authors", "id"), SQLDataType.INTEGER);

        var titles = jooq.select(
                        author,
                        DSL.multiset(select(TITLE)
                                .from(DOCS)
                                .where(AUTHOR.eq(author))
                                .orderBy(TITLE)))
                .from(AUTHORS)
                .orderBy(author)
                .fetch(row -> row.value2().getValues(TITLE));

        assertThat(titles).asString().isEqualTo("[[green, red], [orange]]");
    }

    @Test
    void anInnerTransactionIsRolledBackAlone() {
        jooq.transaction(outer -> {
            outer.dsl().insertInto(AUTHORS).values(3, "Cid").execute();
            assertThatThrownBy(() -> outer.dsl()
                            .transaction(inner -> inner.dsl()
                                    .insertInto(AUTHORS)
                                    .values(4, "Bob")
                                    .execute()))
                    .isInstanceOf(IntegrityConstraintViolationException.class);
        });

        assertThat(jooq.fetchCount(AUTHORS)).isEqualTo(3);
    }

    @Test
    void tablesAndKeysAreRead() {
        Table<?> docs = jooq.meta().getTables("docs").get(0);

        assertThat(docs.fields()).extracting(Field::getName).containsExactly("id", "title", "author", "vec");
        assertThat(docs.getPrimaryKey()).isNotNull();
        assertThat(docs.getReferences())
                .extracting(key -> key.getKey().getTable().getName())
                .containsExactly("authors");
    }
}
