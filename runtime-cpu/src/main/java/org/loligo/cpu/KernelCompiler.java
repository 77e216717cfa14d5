package org.loligo.cpu;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.loligo.codegen.emit.JavaVectorEmitter;
import org.loligo.codegen.emit.VectorKernel;

/** Compiles the source of a kernel in memory and loads it as a hidden class, once for each different source. */
final class KernelCompiler {
    /** Hidden classes live in the package of the class that defines them. */
    static final String PACKAGE = "org.loligo.cpu";

    private static final Map<String, VectorKernel> LOADED = new ConcurrentHashMap<>();
    private static final AtomicInteger COMPILATIONS = new AtomicInteger();

    private KernelCompiler() {}

    /** How many sources were compiled since the start: values that change must not add to it. */
    static int compilations() {
        return COMPILATIONS.get();
    }

    static VectorKernel compile(String source) {
        return LOADED.computeIfAbsent(source, KernelCompiler::load);
    }

    private static VectorKernel load(String source) {
        COMPILATIONS.incrementAndGet();
        byte[] bytes = bytecode(source);
        try {
            var lookup = MethodHandles.lookup().defineHiddenClass(bytes, true);
            return (VectorKernel) lookup.lookupClass().getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The class file of a source. */
    static byte[] bytecode(String source) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (var files = new InMemory(compiler.getStandardFileManager(diagnostics, null, null))) {
            boolean done = compiler.getTask(null, files, diagnostics,
                    List.of("--add-modules", "jdk.incubator.vector", "-proc:none", "-Xlint:none", "-g:source,lines", "-implicit:none"),
                    null, List.of(new Source(source))).call();
            if (!done) {
                throw new IllegalStateException("the generated kernel does not compile; this is a mistake in Loligo, please report it:\n"
                        + diagnostics.getDiagnostics() + "\n" + source);
            }
            return files.result.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///org/loligo/cpu/" + JavaVectorEmitter.CLASS_NAME + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /**
     * Shows the compiler the one class of Loligo that a kernel needs, from wherever this Loligo was loaded, so that no class path has to be
     * known; and keeps the result in memory.
     */
    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private static final String INTERFACE = VectorKernel.class.getName();
        private final ByteArrayOutputStream result = new ByteArrayOutputStream();

        InMemory(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mem:///" + className), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return result;
                }
            };
        }

        @Override
        public Iterable<JavaFileObject> list(Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse)
                throws IOException {
            if (location != StandardLocation.CLASS_PATH) {
                return super.list(location, packageName, kinds, recurse);
            }
            return packageName.equals(VectorKernel.class.getPackageName()) ? List.of(new Interface()) : List.of();
        }

        @Override
        public String inferBinaryName(Location location, JavaFileObject file) {
            return file instanceof Interface ? INTERFACE : super.inferBinaryName(location, file);
        }
    }

    private static final class Interface extends SimpleJavaFileObject {
        Interface() {
            super(URI.create("mem:///" + VectorKernel.class.getName().replace('.', '/') + ".class"), Kind.CLASS);
        }

        @Override
        public InputStream openInputStream() {
            return VectorKernel.class.getResourceAsStream(VectorKernel.class.getSimpleName() + ".class");
        }
    }
}
