package io.vectra.storage.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A folder of files, the one way to the disk.
 *
 * <p>Names are relative and use {@code /}, such as {@code log/000001.log}. Nothing is on the disk before it was forced:
 * bytes by {@link AppendFile#force}, creations, renames and deletions by {@link #syncFolder}. A thread's interrupt
 * neither fails an operation nor closes a file; the interrupt flag is kept.
 *
 * <p>Thread rule: any number of threads.
 */
public interface Directory extends AutoCloseable {
    /** The longest region that {@link #map} maps, in bytes: 1 GiB. */
    int MAPPED_BYTES_MAX = 1 << 30;

    /** How much of a file is copied at a time, in bytes. */
    int COPIED_BYTES_MAX = 64 << 20;

    /**
     * Creates an empty file, and the folders above it.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the file exists
     */
    AppendFile create(String name) throws IOException;

    /**
     * Opens a file to append at its end.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     */
    AppendFile openForAppend(String name) throws IOException;

    /** Returns whether the file exists. */
    boolean exists(String name) throws IOException;

    /** Returns the file's size in bytes. */
    long size(String name) throws IOException;

    /** Reads a whole small file. */
    byte[] read(String name) throws IOException;

    /**
     * Maps a region of a file that was already written.
     *
     * @param position the region's first byte
     * @param length at most {@link #MAPPED_BYTES_MAX}; the region lies within the file
     * @return a read-only little-endian buffer of {@code length} bytes, valid as long as it is reachable, after the
     *     directory was closed too
     */
    ByteBuffer map(String name, long position, int length) throws IOException;

    /** Cuts a file to a size that is at most its own, and forces that. */
    void truncate(String name, long size) throws IOException;

    /**
     * Writes bytes that the file has already once more, and forces the file. After a force that failed, the system may
     * take bytes for written that are not on the disk, and no later force brings them there; written again, they are.
     *
     * @param bytes what the file has from {@code position} on; all remaining ones are written
     */
    void rewrite(String name, long position, ByteBuffer bytes) throws IOException;

    /** Renames a file, replacing another one of the new name atomically. */
    void rename(String from, String to) throws IOException;

    /** Forces the folder's entries: creations, renames and deletions in it. The root is {@code ""}. */
    void syncFolder(String folder) throws IOException;

    /** Deletes a file; does nothing if there is none. */
    void delete(String name) throws IOException;

    /** Returns the sorted names, without the folder, of the files in a folder; empty if there is no such folder. */
    List<String> list(String folder) throws IOException;

    /**
     * Gives another directory a file of this one under the same name, without copying bytes if both are on one disk
     * that can do that; for files that never change any more. It is on the disk after {@link #syncFolder} of the other.
     */
    default void share(String name, Directory other) throws IOException {
        long size = size(name);
        try (AppendFile copy = other.create(name)) {
            for (long position = 0; position < size; position += COPIED_BYTES_MAX) {
                copy.append(map(name, position, (int) Math.min(COPIED_BYTES_MAX, size - position)));
            }
            copy.force();
        }
    }

    /** Returns how many bytes can still be written, or {@link Long#MAX_VALUE} if that is not known. */
    default long usableBytes() throws IOException {
        return Long.MAX_VALUE;
    }

    /** Returns whether nothing at all is in the directory, neither files nor folders, or it does not exist yet. */
    boolean isEmpty() throws IOException;

    /**
     * Claims the directory for one writer, until the lock is closed. A read-only directory gives a lock that locks
     * nothing.
     *
     * @throws io.vectra.storage.StoreException ({@link io.vectra.storage.StoreError#DATABASE_IN_USE}) if another
     *     process, or this one, holds it
     */
    DirectoryLock lock() throws IOException;

    /** Returns where a library that opens its own file may put it, or null if the directory is not on a disk. */
    @Nullable
    Path localPath(String name);

    /** Returns whether everything that would change a byte throws {@link java.nio.file.ReadOnlyFileSystemException}. */
    boolean isReadOnly();

    /** Releases the directory; files and mapped regions that are still open stay usable. */
    @Override
    void close() throws IOException;
}
