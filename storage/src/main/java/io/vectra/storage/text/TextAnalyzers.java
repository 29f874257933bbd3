package io.vectra.storage.text;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.bg.BulgarianAnalyzer;
import org.apache.lucene.analysis.bn.BengaliAnalyzer;
import org.apache.lucene.analysis.br.BrazilianAnalyzer;
import org.apache.lucene.analysis.ca.CatalanAnalyzer;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.ckb.SoraniAnalyzer;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.analysis.core.SimpleAnalyzer;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.analysis.cz.CzechAnalyzer;
import org.apache.lucene.analysis.da.DanishAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.el.GreekAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.et.EstonianAnalyzer;
import org.apache.lucene.analysis.eu.BasqueAnalyzer;
import org.apache.lucene.analysis.fa.PersianAnalyzer;
import org.apache.lucene.analysis.fi.FinnishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.ga.IrishAnalyzer;
import org.apache.lucene.analysis.gl.GalicianAnalyzer;
import org.apache.lucene.analysis.hi.HindiAnalyzer;
import org.apache.lucene.analysis.hu.HungarianAnalyzer;
import org.apache.lucene.analysis.hy.ArmenianAnalyzer;
import org.apache.lucene.analysis.id.IndonesianAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.lt.LithuanianAnalyzer;
import org.apache.lucene.analysis.lv.LatvianAnalyzer;
import org.apache.lucene.analysis.ne.NepaliAnalyzer;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.no.NorwegianAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.ro.RomanianAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.sr.SerbianAnalyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.sv.SwedishAnalyzer;
import org.apache.lucene.analysis.ta.TamilAnalyzer;
import org.apache.lucene.analysis.te.TeluguAnalyzer;
import org.apache.lucene.analysis.th.ThaiAnalyzer;
import org.apache.lucene.analysis.tr.TurkishAnalyzer;

/**
 * The analyzers by the names that {@code WITH (analyzer = …)} takes.
 *
 * <p>Thread rule: any number of threads; an analyzer is made once.
 */
public final class TextAnalyzers {
    private static final Map<String, Supplier<Analyzer>> MAKERS = makers();
    private static final Map<String, Analyzer> MADE = new ConcurrentHashMap<>();

    private TextAnalyzers() {}

    private static Map<String, Supplier<Analyzer>> makers() {
        Map<String, Supplier<Analyzer>> makers = new TreeMap<>();
        makers.put("standard", StandardAnalyzer::new);
        makers.put("simple", SimpleAnalyzer::new);
        makers.put("whitespace", WhitespaceAnalyzer::new);
        makers.put("keyword", KeywordAnalyzer::new);
        makers.put("arabic", ArabicAnalyzer::new);
        makers.put("armenian", ArmenianAnalyzer::new);
        makers.put("basque", BasqueAnalyzer::new);
        makers.put("bengali", BengaliAnalyzer::new);
        makers.put("brazilian", BrazilianAnalyzer::new);
        makers.put("bulgarian", BulgarianAnalyzer::new);
        makers.put("catalan", CatalanAnalyzer::new);
        makers.put("cjk", CJKAnalyzer::new);
        makers.put("czech", CzechAnalyzer::new);
        makers.put("danish", DanishAnalyzer::new);
        makers.put("dutch", DutchAnalyzer::new);
        makers.put("english", EnglishAnalyzer::new);
        makers.put("estonian", EstonianAnalyzer::new);
        makers.put("finnish", FinnishAnalyzer::new);
        makers.put("french", FrenchAnalyzer::new);
        makers.put("galician", GalicianAnalyzer::new);
        makers.put("german", GermanAnalyzer::new);
        makers.put("greek", GreekAnalyzer::new);
        makers.put("hindi", HindiAnalyzer::new);
        makers.put("hungarian", HungarianAnalyzer::new);
        makers.put("indonesian", IndonesianAnalyzer::new);
        makers.put("irish", IrishAnalyzer::new);
        makers.put("italian", ItalianAnalyzer::new);
        makers.put("latvian", LatvianAnalyzer::new);
        makers.put("lithuanian", LithuanianAnalyzer::new);
        makers.put("nepali", NepaliAnalyzer::new);
        makers.put("norwegian", NorwegianAnalyzer::new);
        makers.put("persian", PersianAnalyzer::new);
        makers.put("portuguese", PortugueseAnalyzer::new);
        makers.put("romanian", RomanianAnalyzer::new);
        makers.put("russian", RussianAnalyzer::new);
        makers.put("serbian", SerbianAnalyzer::new);
        makers.put("sorani", SoraniAnalyzer::new);
        makers.put("spanish", SpanishAnalyzer::new);
        makers.put("swedish", SwedishAnalyzer::new);
        makers.put("tamil", TamilAnalyzer::new);
        makers.put("telugu", TeluguAnalyzer::new);
        makers.put("thai", ThaiAnalyzer::new);
        makers.put("turkish", TurkishAnalyzer::new);
        return Map.copyOf(makers);
    }

    /** Returns the names of all analyzers. */
    static Set<String> names() {
        return MAKERS.keySet();
    }

    /**
     * Fails unless there is an analyzer of that name.
     *
     * @throws StoreException ({@link StoreError#BAD_INDEX_OPTION}) naming all
     */
    public static void check(String name) {
        if (!MAKERS.containsKey(name)) {
            throw unknown(name);
        }
    }

    private static StoreException unknown(String name) {
        return new StoreException(
                StoreError.BAD_INDEX_OPTION,
                "There is no analyzer '" + name + "'; there are "
                        + String.join(", ", MAKERS.keySet().stream().sorted().toList()) + ".");
    }

    /** Returns an analyzer. */
    static Analyzer of(String name) {
        return MADE.computeIfAbsent(name, TextAnalyzers::make);
    }

    private static Analyzer make(String name) {
        Supplier<Analyzer> maker = MAKERS.get(name);
        if (maker == null) {
            throw unknown(name);
        }
        return new BoundedAnalyzer(maker.get());
    }
}
