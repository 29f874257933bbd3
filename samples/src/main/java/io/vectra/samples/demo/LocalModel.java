package io.vectra.samples.demo;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.util.List;

/**
 * Turns English text into vectors on this machine, with the model all-MiniLM-L6-v2 (ADR 0011).
 *
 * <p>Thread rule: any number of threads.
 */
final class LocalModel {
    /** How many floats each vector has; its length is 1. */
    static final int DIMENSION = 384;

    private final EmbeddingModel model;

    private LocalModel(EmbeddingModel model) {
        this.model = model;
    }

    /**
     * Loads the model from the class path; takes about half a second.
     *
     * @throws ModelException if its native library does not run on this machine
     */
    static LocalModel load() {
        // The tokenizer would otherwise look for a graphics card, and fetch a library for the one that it finds.
        setIfAbsent("RUST_FLAVOR", "cpu");
        setIfAbsent("ai.djl.offline", "true");
        try {
            return new LocalModel(new AllMiniLmL6V2QuantizedEmbeddingModel());
        } catch (RuntimeException | LinkageError failure) {
            throw new ModelException(failure);
        }
    }

    /** Returns the vectors of texts, float[{@link #DIMENSION}] each, in their order. */
    List<float[]> embed(List<String> texts) {
        List<TextSegment> segments = texts.stream().map(TextSegment::from).toList();
        return model.embedAll(segments).content().stream()
                .map(Embedding::vector)
                .toList();
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** The model cannot be used here. */
    static final class ModelException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ModelException(Throwable cause) {
            super(
                    "The text model does not start on " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch") + ": " + cause.getMessage()
                            + ". It needs Linux with glibc, macOS on ARM, or Windows on x86-64; the database itself does not.",
                    cause);
        }
    }
}
