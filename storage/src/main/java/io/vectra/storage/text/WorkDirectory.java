package io.vectra.storage.text;

import io.vectra.storage.io.AppendFile;
import io.vectra.storage.io.Directory;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.store.BaseDirectory;
import org.apache.lucene.store.ByteBuffersDataInput;
import org.apache.lucene.store.ByteBuffersIndexInput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.OutputStreamIndexOutput;
import org.apache.lucene.store.SingleInstanceLockFactory;

/**
 * Files that Lucene writes while it makes an index, each under a prefix and with the ending of unfinished files, so
 * that the next open removes what a crash leaves. None is forced: they are copied when they are whole.
 *
 * <p>Thread rule: one thread.
 */
final class WorkDirectory extends BaseDirectory {
    private static final String SUFFIX = ".tmp";
    private static final int BUFFER_BYTES = 1 << 16;

    private final Directory directory;
    private final String prefix;
    private final Set<String> names = new TreeSet<>();
    private int temporaries;

    /** @param prefix what the paths of all files begin with */
    WorkDirectory(Directory directory, String prefix) {
        super(new SingleInstanceLockFactory());
        this.directory = directory;
        this.prefix = prefix;
    }

    /** Returns the path of a file in the directory below. */
    String path(String name) {
        return prefix + "." + name + SUFFIX;
    }

    @Override
    public String[] listAll() {
        return names.toArray(String[]::new);
    }

    @Override
    public long fileLength(String name) throws IOException {
        return directory.size(existing(name));
    }

    private String existing(String name) throws FileNotFoundException {
        if (!names.contains(name)) {
            throw new FileNotFoundException("there is no file \"" + path(name) + "\"");
        }
        return path(name);
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
        String path = path(name);
        directory.delete(path); // Left by a crash.
        AppendFile file = directory.create(path);
        names.add(name);
        return new OutputStreamIndexOutput(path, name, new Appending(file), BUFFER_BYTES);
    }

    @Override
    public IndexOutput createTempOutput(String namePrefix, String suffix, IOContext context) throws IOException {
        return createOutput(namePrefix + "_" + suffix + "_" + temporaries++, context);
    }

    @Override
    public IndexInput openInput(String name, IOContext context) throws IOException {
        String path = existing(name);
        long size = directory.size(path);
        List<ByteBuffer> pieces = new ArrayList<>();
        for (long position = 0; position < size; position += Directory.MAPPED_BYTES_MAX) {
            pieces.add(directory.map(path, position, (int) Math.min(Directory.MAPPED_BYTES_MAX, size - position)));
        }
        if (pieces.isEmpty()) {
            pieces.add(ByteBuffer.allocate(0));
        }
        return new ByteBuffersIndexInput(new ByteBuffersDataInput(pieces), name);
    }

    @Override
    public void deleteFile(String name) throws IOException {
        directory.delete(existing(name));
        names.remove(name);
    }

    @Override
    public void rename(String source, String dest) throws IOException {
        directory.rename(existing(source), path(dest));
        names.remove(source);
        names.add(dest);
    }

    @Override
    public void sync(Collection<String> forced) {}

    @Override
    public void syncMetaData() {}

    @Override
    public Set<String> getPendingDeletions() {
        return Set.of();
    }

    /** Deletes all files. */
    @Override
    public void close() throws IOException {
        for (String name : List.copyOf(names)) {
            deleteFile(name);
        }
    }

    /** Appends to a file. */
    private static final class Appending extends OutputStream {
        private final AppendFile file;

        Appending(AppendFile file) {
            this.file = file;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            file.append(ByteBuffer.wrap(bytes, offset, length));
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
