package io.vectra.storage;

import org.jspecify.annotations.Nullable;

/** Bytes of a file are not what was written: names the file, the offset, what was expected and what was found. */
public final class CorruptStoreException extends StoreException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final long offset;

    /**
     * Creates a report of damaged bytes.
     *
     * @param file the file's name inside the database folder
     * @param offset the position in bytes from the file's start
     * @param detail what was expected and what was found, and what to do about it
     */
    public CorruptStoreException(String file, long offset, String detail) {
        this(file, offset, detail, null);
    }

    /** As {@link #CorruptStoreException(String, long, String)}, with the failure that revealed the damage. */
    public CorruptStoreException(String file, long offset, String detail, @Nullable Throwable cause) {
        super(StoreError.CORRUPT, "File \"" + file + "\" is damaged at byte " + offset + ": " + detail, cause);
        this.file = file;
        this.offset = offset;
    }

    /** Returns the damaged file's name inside the database folder. */
    public String file() {
        return file;
    }

    /** Returns where the damage starts, in bytes from the file's start. */
    public long offset() {
        return offset;
    }
}
