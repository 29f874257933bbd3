package io.vectra.storage.text;

import io.vectra.storage.segment.FileBundle;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.store.ByteBuffersDataInput;
import org.apache.lucene.store.ByteBuffersIndexInput;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.Lock;

/**
 * The mapped files of a bundle as Lucene reads them.
 *
 * <p>Thread rule: any number of threads.
 */
final class BundleDirectory extends Directory {
    private final Map<String, FileBundle.Entry> files;

    BundleDirectory(Map<String, FileBundle.Entry> files) {
        this.files = files;
    }

    private FileBundle.Entry entry(String name) throws FileNotFoundException {
        FileBundle.Entry entry = files.get(name);
        if (entry == null) {
            throw new FileNotFoundException("the bundle has no file \"" + name + "\"");
        }
        return entry;
    }

    @Override
    public String[] listAll() {
        return files.keySet().stream().sorted().toArray(String[]::new);
    }

    @Override
    public long fileLength(String name) throws IOException {
        return entry(name).sizeBytes();
    }

    @Override
    public IndexInput openInput(String name, IOContext context) throws IOException {
        FileBundle.Entry entry = entry(name);
        ByteBuffersDataInput all = new ByteBuffersDataInput(entry.pieces());
        return new ByteBuffersIndexInput(all.slice(entry.position(), entry.sizeBytes()), name);
    }

    @Override
    public Set<String> getPendingDeletions() {
        return Set.of();
    }

    @Override
    public void close() {}

    @Override
    public Lock obtainLock(String name) {
        throw new UnsupportedOperationException("a bundle is read only");
    }

    @Override
    public void deleteFile(String name) {
        throw new UnsupportedOperationException("a bundle is read only");
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) {
        throw new UnsupportedOperationException("a bundle is read only");
    }

    @Override
    public IndexOutput createTempOutput(String prefix, String suffix, IOContext context) {
        throw new UnsupportedOperationException("a bundle is read only");
    }

    @Override
    public void sync(Collection<String> names) {
        throw new UnsupportedOperationException("a bundle is read only");
    }

    @Override
    public void syncMetaData() {
        throw new UnsupportedOperationException("a bundle is read only");
    }

    @Override
    public void rename(String source, String dest) {
        throw new UnsupportedOperationException("a bundle is read only");
    }
}
