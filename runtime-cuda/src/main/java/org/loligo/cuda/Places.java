package org.loligo.cuda;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Where compilers of CUDA lie.
 *
 * @param property    the system properties
 * @param environment the environment
 * @param root        the root of the file system
 * @param names       the names by which the system finds NVRTC, where it is installed for all
 */
record Places(UnaryOperator<String> property, UnaryOperator<String> environment, Path root, List<String> names) {
    /** The property that names NVRTC or its folder. */
    static final String PROPERTY = "loligo.nvrtc";
    private static final String[] LIBRARIES = {"lib64", "lib", "targets/x86_64-linux/lib"};
    /** Where Python's packages of CUDA 13 and of CUDA 12 put it. */
    private static final String[] PACKAGES = {"nvidia/cu13/lib", "nvidia/cuda_nvrtc/lib"};

    /**
     * A place to look in.
     *
     * @param name  what it is called to people
     * @param paths the folders or files there, which need not exist; those to look at first come first
     */
    record Place(String name, List<Path> paths) {}

    /** Those of this machine. */
    static Places ofThisMachine() {
        return new Places(System::getProperty, System::getenv, Path.of("/"), List.of("libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so"));
    }

    /** Where NVRTC may lie, in the order to look: what the user says, then the toolkit, then Python's packages. */
    List<Place> nvrtc() {
        List<Place> places = new ArrayList<>();
        String said = property.apply(PROPERTY);
        places.add(new Place("-D" + PROPERTY + (isSet(said) ? "=" + said : " (not set)"),
                isSet(said) ? List.of(Path.of(said)) : List.of()));
        for (String variable : new String[] {"CUDA_HOME", "CUDA_PATH"}) {
            places.add(of(variable, LIBRARIES));
        }
        places.add(new Place(root.resolve("usr/local/cuda*/lib64").toString(), below(toolkits(), LIBRARIES)));
        for (String variable : new String[] {"VIRTUAL_ENV", "CONDA_PREFIX"}) {
            String value = environment.apply(variable);
            List<Path> paths = new ArrayList<>();
            if (isSet(value)) {
                paths.addAll(below(python(Path.of(value)), PACKAGES));
                paths.addAll(below(List.of(Path.of(value)), LIBRARIES));
            }
            places.add(new Place(variable + (isSet(value) ? "=" + value : " (not set)"), paths));
        }
        List<Path> roots = new ArrayList<>();
        String home = property.apply("user.home");
        if (isSet(home)) {
            roots.add(Path.of(home, ".local"));
            roots.addAll(newestFirst(Path.of(home, ".pyenv/versions"), "*"));
        }
        roots.add(root.resolve("usr/local"));
        roots.add(root.resolve("usr"));
        places.add(new Place("Python's packages of the user and of the system (" + String.join(", ", PACKAGES) + ")",
                below(roots.stream().flatMap(r -> python(r).stream()).toList(), PACKAGES)));
        return places;
    }

    /** Where nvcc may lie, in the order to look. */
    List<Place> nvcc() {
        List<Place> places = new ArrayList<>();
        for (String variable : new String[] {"CUDA_HOME", "CUDA_PATH"}) {
            places.add(of(variable, "bin"));
        }
        String path = environment.apply("PATH");
        places.add(new Place("PATH", !isSet(path) ? List.of() : Arrays.stream(path.split(java.io.File.pathSeparator))
                .filter(p -> !p.isBlank()).map(Path::of).toList()));
        places.add(new Place(root.resolve("usr/local/cuda*/bin").toString(), below(toolkits(), "bin")));
        return places;
    }

    private Place of(String variable, String... folders) {
        String value = environment.apply(variable);
        return new Place(variable + (isSet(value) ? "=" + value : " (not set)"),
                isSet(value) ? below(List.of(Path.of(value)), folders) : List.of());
    }

    private static boolean isSet(String value) {
        return value != null && !value.isBlank();
    }

    /** The toolkits of the system: the one that it prefers, then the newest. */
    private List<Path> toolkits() {
        List<Path> toolkits = new ArrayList<>(List.of(root.resolve("usr/local/cuda")));
        toolkits.addAll(newestFirst(root.resolve("usr/local"), "cuda-*"));
        toolkits.add(root.resolve("opt/cuda"));
        return toolkits;
    }

    /** The folders of Python's packages under a prefix. */
    private static List<Path> python(Path prefix) {
        List<Path> folders = new ArrayList<>();
        for (Path version : newestFirst(prefix.resolve("lib"), "python3*")) {
            folders.addAll(below(List.of(version), "site-packages", "dist-packages"));
        }
        return folders;
    }

    private static List<Path> below(List<Path> folders, String... names) {
        return folders.stream().flatMap(f -> Arrays.stream(names).map(f::resolve)).toList();
    }

    /** What is in a folder and matches a pattern, the highest version first; nothing where there is no such folder. */
    static List<Path> newestFirst(Path folder, String pattern) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, pattern)) {
            entries.forEach(found::add);
        } catch (IOException _) {
            return List.of();
        }
        found.sort(Comparator.comparing((Path p) -> numbers(p.getFileName().toString()), Arrays::compare).reversed()
                .thenComparing(Comparator.naturalOrder()));
        return found;
    }

    private static int[] numbers(String name) {
        return Arrays.stream(name.split("\\D+")).filter(n -> !n.isEmpty() && n.length() < 9).mapToInt(Integer::parseInt).toArray();
    }
}
