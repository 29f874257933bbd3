package io.vectra.storage.io;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** Lets something happen at a certain operation on files, so that a race has one outcome. */
public final class HookedDirectory {
    private HookedDirectory() {}

    /** What happens. */
    @FunctionalInterface
    public interface Action {
        /** Does it. */
        void run() throws Exception;
    }

    /**
     * Returns a directory that is another one, except that an action runs once.
     *
     * @param operation the name of a method of {@link Directory}
     * @param file whether it is about that file
     * @param action runs before the first such operation
     */
    public static Directory before(Directory inner, String operation, Predicate<String> file, Action action) {
        var isDone = new AtomicBoolean();
        return (Directory) Proxy.newProxyInstance(
                Directory.class.getClassLoader(), new Class<?>[] {Directory.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals(operation)
                            && file.test((String) arguments[0])
                            && isDone.compareAndSet(false, true)) {
                        action.run();
                    }
                    try {
                        return method.invoke(inner, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
