package org.loligo.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.loligo.runtime.DeviceException;

/** Finds a compiler for a device: NVRTC, else nvcc. What was found once is remembered. */
final class CompilerSearch {
    /** What may be a compiler. */
    private record Candidate(String place, Supplier<CudaCompiler> opening) {}

    private final Places places;
    private final List<String> complaints = new ArrayList<>();
    private final List<CudaCompiler> found = new ArrayList<>();
    private List<Candidate> left;

    /** One that looks in these places. */
    CompilerSearch(Places places) {
        this.places = places;
    }

    private static final class Once {
        static final CompilerSearch SEARCH = new CompilerSearch(Places.ofThisMachine());
    }

    /** That of this machine. */
    static CompilerSearch ofThisMachine() {
        return Once.SEARCH;
    }

    /**
     * The first that knows the device and is not of a later generation of CUDA than its driver, which may refuse the code of such a one;
     * else the first that knows the device.
     */
    synchronized Optional<CudaCompiler> compilerFor(CudaDevice device) {
        Predicate<CudaCompiler> knows = c -> device.capability().bestOf(c.capabilities()).isPresent();
        return first(knows.and(c -> c.major() <= device.driver().major())).or(() -> first(knows));
    }

    private Optional<CudaCompiler> first(Predicate<CudaCompiler> suits) {
        Optional<CudaCompiler> known = found.stream().filter(suits).findFirst();
        while (known.isEmpty() && !candidates().isEmpty()) {
            Candidate next = candidates().removeFirst();
            try {
                CudaCompiler compiler = next.opening().get();
                found.add(compiler);
                known = Optional.of(compiler).filter(suits);
            } catch (IllegalArgumentException e) {
                complaints.add(next.place() + " cannot be used: " + e.getMessage());
            }
        }
        return known;
    }

    private List<Candidate> candidates() {
        if (left == null) {
            left = new ArrayList<>();
            Set<Path> seen = new LinkedHashSet<>();
            for (Places.Place place : places.nvrtc()) {
                place.paths().stream().flatMap(p -> libraries(p).stream()).filter(f -> seen.add(real(f)))
                        .forEach(f -> left.add(new Candidate(f.toString(), () -> Nvrtc.at(f))));
            }
            // nobody wants to hear of each that the system does not have
            places.names().forEach(n -> left.add(new Candidate("the system's " + n, () -> Nvrtc.named(n))));
            for (Places.Place place : places.nvcc()) {
                place.paths().stream().map(p -> p.resolve("nvcc")).filter(Files::isExecutable).filter(f -> !Files.isDirectory(f))
                        .filter(f -> seen.add(real(f))).forEach(f -> left.add(new Candidate(f.toString(), () -> Nvcc.at(f))));
            }
        }
        return left;
    }

    /** The file itself, or the libraries in the folder. */
    private static List<Path> libraries(Path at) {
        return Files.isRegularFile(at) ? List.of(at) : Places.newestFirst(at, Nvrtc.FILES);
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException _) {
            return file.toAbsolutePath();
        }
    }

    /** The compiler of a device, in a clause. */
    String description(CudaDevice device) {
        return compilerFor(device).map(c -> c.name() + " in " + c.place()).orElse("no compiler");
    }

    /**
     * The compiler of a device.
     *
     * @throws DeviceException with every place looked in, and what to install, where there is none
     */
    CudaCompiler requireFor(CudaDevice device) {
        return compilerFor(device).orElseThrow(() -> new DeviceException(absence(device)));
    }

    private synchronized String absence(CudaDevice device) {
        String architecture = device.capability().architecture();
        int cuda = Math.max(12, device.driver().major());
        String install = "; install the toolkit of CUDA " + cuda + ", or NVRTC alone with 'pip install nvidia-cuda-nvrtc"
                + (cuda == 12 ? "-cu12" : "") + "', and say where with -D" + Places.PROPERTY + "=FOLDER if it lies elsewhere";
        String refused = complaints.stream().filter(c -> !c.startsWith("the system's")).map(c -> "; " + c).collect(Collectors.joining());
        if (!found.isEmpty()) {
            return "no compiler here makes code for " + architecture + " of device " + device.name() + ": "
                    + found.stream().map(CompilerSearch::abilities).collect(Collectors.joining(", ")) + refused + install;
        }
        return "there is no compiler for CUDA: no NVRTC (libnvrtc.so) in " + names(places.nvrtc())
                + " or where the system looks for libraries, and no nvcc in " + names(places.nvcc()) + refused + install;
    }

    private static String abilities(CudaCompiler compiler) {
        return compiler.name() + " in " + compiler.place() + " for "
                + compiler.capabilities().stream().map(Capability::architecture).collect(Collectors.joining(" "));
    }

    private static String names(List<Places.Place> places) {
        return places.stream().map(Places.Place::name).collect(Collectors.joining(", "));
    }
}
