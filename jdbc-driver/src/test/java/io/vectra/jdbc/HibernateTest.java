package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.Test;

/** Hibernate ORM with its dialect for H2, which is named by property. */
class HibernateTest extends DatabaseTest {
    /** What an article may be in. */
    enum State {
        DRAFT,
        PUBLISHED
    }

    /** Numbers by a sequence. */
    @Entity(name = "Author")
    @Table(name = "author")
    static class Author {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        Long id;

        @Column(nullable = false, unique = true)
        String name;

        @OneToMany(mappedBy = "author", cascade = CascadeType.ALL)
        List<Article> articles = new ArrayList<>();
    }

    /** Numbers by an identity, and a vector. */
    @Entity(name = "Article")
    @Table(name = "article")
    static class Article {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        @Version
        int version;

        String title;

        @Enumerated(EnumType.STRING)
        State state = State.DRAFT;

        BigDecimal price = BigDecimal.ONE;
        LocalDateTime created = LocalDateTime.of(2026, 2, 3, 4, 5);

        @Column(columnDefinition = "vector(3)")
        float[] embedding;

        @ManyToOne
        Author author;
    }

    private SessionFactory sessions(String schema) {
        return new Configuration()
                .addAnnotatedClass(Author.class)
                .addAnnotatedClass(Article.class)
                .setProperty("hibernate.connection.url", url)
                .setProperty("hibernate.dialect", "org.hibernate.dialect.H2Dialect")
                .setProperty("hibernate.hbm2ddl.auto", schema)
                .setProperty("hibernate.jdbc.batch_size", "5")
                .buildSessionFactory();
    }

    private static Author author(int articles) {
        Author author = new Author();
        author.name = "A";
        for (int i = 0; i < articles; i++) {
            Article article = new Article();
            article.title = "title " + i;
            article.embedding = new float[] {i, 1, 0};
            article.author = author;
            author.articles.add(article);
        }
        return author;
    }

    @Test
    void entitiesAreKeptReadPagedAndChanged() {
        try (SessionFactory sessions = sessions("create")) {
            Author author = author(7);
            sessions.inTransaction(session -> session.persist(author));

            sessions.inTransaction(session -> {
                Article article = session.find(Article.class, author.articles.get(3).id);
                assertThat(article.embedding).containsExactly(3, 1, 0);
                assertThat(article.author.name).isEqualTo("A");
                article.embedding = new float[] {9, 9, 9};
                article.state = State.PUBLISHED;
                article.price = new BigDecimal("12.50");
            });
            sessions.inTransaction(session -> {
                assertThat(session.createSelectionQuery(
                                        "select a.title from Article a where a.author.name like :n order by a.id",
                                        String.class)
                                .setParameter("n", "A%")
                                .setFirstResult(2)
                                .setMaxResults(3)
                                .getResultList())
                        .containsExactly("title 2", "title 3", "title 4");
                assertThat(session.createSelectionQuery(
                                        "select a from Article a join fetch a.author where a.state = :s", Article.class)
                                .setParameter("s", State.PUBLISHED)
                                .getSingleResult()
                                .embedding)
                        .containsExactly(9, 9, 9);
                assertThat(session.createSelectionQuery(
                                        "select a.state, count(a), sum(a.price) from Article a group by a.state order by 1",
                                        Object[].class)
                                .getResultList())
                        .hasSize(2);
                assertThat(session.createMutationQuery(
                                        "update Article a set a.price = a.price * 2 where a.id in (select b.id from Article b where b.state = DRAFT)")
                                .executeUpdate())
                        .isEqualTo(6);
            });
        }
    }

    @Test
    void nearestEntitiesAreFoundBySql() {
        try (SessionFactory sessions = sessions("create")) {
            sessions.inTransaction(session -> {
                session.persist(author(5));
                session.flush();
                session.createNativeMutationQuery("create index article_embedding on article using hnsw (embedding)")
                        .executeUpdate();
            });

            List<Article> nearest = sessions.fromSession(session -> session.createNativeQuery(
                            "select * from article order by embedding <-> cast(:q as vector(3)) limit 2", Article.class)
                    .setParameter("q", new float[] {4, 1, 0})
                    .getResultList());
            assertThat(nearest).extracting(article -> article.title).containsExactly("title 4", "title 3");
        }
    }

    @Test
    void rowsAreLockedDeletedAndTheSchemaIsUpdated() throws SQLException {
        try (SessionFactory sessions = sessions("create")) {
            sessions.inTransaction(session -> session.persist(author(2)));
        }
        execute("ALTER TABLE article DROP COLUMN price");
        try (SessionFactory sessions = sessions("update")) {
            sessions.inTransaction(session -> {
                Article locked = session.find(Article.class, 1L, org.hibernate.LockMode.PESSIMISTIC_WRITE);
                assertThat(locked.price).isNull();
                session.remove(locked);
            });
            assertThat(value("SELECT count(*) FROM article")).isEqualTo(1L);
        }
        try (SessionFactory sessions = sessions("create-drop")) {
            assertThat(sessions.isOpen()).isTrue();
        }
        assertState("42S02", () -> value("SELECT count(*) FROM article"));
    }

    @Test
    void aSchemaThatIsThereIsValidated() throws SQLException {
        sessions("create").close();

        try (SessionFactory sessions = sessions("validate")) {
            sessions.inTransaction(session -> session.persist(author(1)));
        }
        execute("DROP SEQUENCE author_seq");
        assertThatThrownBy(() -> sessions("validate")).hasMessageContaining("author_SEQ");
        sessions("update").close();
        execute("ALTER TABLE article DROP COLUMN price");
        assertThatThrownBy(() -> sessions("validate")).hasMessageContaining("price");
        sessions("update").close();
        sessions("validate").close();
    }

    /** Rows in two tables, which Hibernate changes by way of a temporary one. */
    @Entity(name = "Medium")
    @Table(name = "medium")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Medium {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        Long id;

        String title;
    }

    @Entity(name = "Book")
    @Table(name = "book")
    static class Book extends Medium {
        int pages;
    }

    @Test
    void rowsOfTwoTablesAreChangedAtOnce() {
        try (SessionFactory sessions = new Configuration()
                .addAnnotatedClass(Medium.class)
                .addAnnotatedClass(Book.class)
                .setProperty("hibernate.connection.url", url)
                .setProperty("hibernate.connection.pool_size", "3")
                .setProperty("hibernate.dialect", "org.hibernate.dialect.H2Dialect")
                .setProperty("hibernate.hbm2ddl.auto", "create-drop")
                .buildSessionFactory()) {
            sessions.inTransaction(session -> {
                for (int i = 0; i < 6; i++) {
                    Book book = new Book();
                    book.title = "book " + i;
                    book.pages = i * 100;
                    session.persist(book);
                }
            });
            sessions.inTransaction(session -> {
                assertThat(session.createMutationQuery(
                                        "update Book b set b.title = b.title || '!', b.pages = b.pages + 1 where b.pages >= 300")
                                .executeUpdate())
                        .isEqualTo(3);
                // On another connection, which has the table too, without these rows.
                sessions.inTransaction(
                        other -> assertThat(other.createSelectionQuery("select count(*) from Book", Long.class)
                                        .getSingleResult())
                                .isEqualTo(6L));
                assertThat(session.createMutationQuery("delete from Book b where b.pages = 301 or b.title = 'book 0'")
                                .executeUpdate())
                        .isEqualTo(2);
            });
            sessions.inTransaction(session -> {
                assertThat(session.createMutationQuery(
                                        "insert into Book (title, pages) select b.title || ' again', b.pages from Book b where b.pages > 400")
                                .executeUpdate())
                        .isEqualTo(2);
                assertThat(session.createSelectionQuery(
                                        "select b.title from Book b order by b.pages, b.title", String.class)
                                .getResultList())
                        .containsExactly("book 1", "book 2", "book 4!", "book 4! again", "book 5!", "book 5! again");
                assertThat(session.createMutationQuery("delete from Medium").executeUpdate())
                        .isEqualTo(6);
            });
        }
    }
}
