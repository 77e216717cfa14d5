package org.loligo.opencl;

import static org.jocl.CL.CL_BUILD_PROGRAM_FAILURE;
import static org.jocl.CL.CL_PROGRAM_BINARIES;
import static org.jocl.CL.CL_PROGRAM_BINARY_SIZES;
import static org.jocl.CL.CL_PROGRAM_BUILD_LOG;
import static org.jocl.CL.CL_SUCCESS;
import static org.jocl.CL.clBuildProgram;
import static org.jocl.CL.clCreateProgramWithBinary;
import static org.jocl.CL.clCreateProgramWithSource;
import static org.jocl.CL.clGetProgramBuildInfo;
import static org.jocl.CL.clGetProgramInfo;
import static org.jocl.CL.clReleaseProgram;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_context;
import org.jocl.cl_device_id;
import org.jocl.cl_program;
import org.loligo.runtime.DeviceException;
import org.loligo.runtime.accelerator.KernelCache;
import org.loligo.runtime.accelerator.RefusedSource;

/** Builds programs for a device, from the binary of an earlier time where there is one. */
final class Compilation {
    /** Goes up when what is stored changes its form. */
    private static final String CACHE_FORMAT = "opencl 1";
    /** {@code file:line:column: error: text}, {@code line:line:column: error: text}, {@code error: file:line:column: text}. */
    private static final Pattern PLACE = Pattern.compile(":(\\d+):\\d+:\\s*(.*)");

    private final cl_context context;
    private final OpenClDevice device;
    private final KernelCache cache;

    Compilation(cl_context context, OpenClDevice device, KernelCache cache) {
        this.context = context;
        this.device = device;
        this.cache = cache;
    }

    OpenClProgram compile(String source) {
        String key = key(device, source);
        cl_program program = cache.get(key).flatMap(this::fromBinary).orElseGet(() -> {
            cl_program built = fromSource(source);
            binary(built).ifPresent(b -> cache.put(key, b));
            return built;
        });
        return new OpenClProgram(program, device);
    }

    /** What a binary of this source depends on. */
    static String key(OpenClDevice device, String source) {
        return KernelCache.key(CACHE_FORMAT, device.platformName(), device.platformVersion(), device.name(), device.driver(),
                device.options(), source);
    }

    /** Empty where the driver does not take its own binary back, for whatever reason: the source is still there. */
    private Optional<cl_program> fromBinary(byte[] binary) {
        int[] status = {CL_SUCCESS};
        int[] binaryStatus = {CL_SUCCESS};
        cl_program program = clCreateProgramWithBinary(context, 1, devices(), new long[] {binary.length}, new byte[][] {binary},
                binaryStatus, status);
        if (program == null || status[0] != CL_SUCCESS || binaryStatus[0] != CL_SUCCESS) {
            return Optional.empty();
        }
        if (clBuildProgram(program, 1, devices(), device.options(), null, null) != CL_SUCCESS) {
            clReleaseProgram(program);
            return Optional.empty();
        }
        return Optional.of(program);
    }

    private cl_program fromSource(String source) {
        int[] created = {CL_SUCCESS};
        cl_program program = clCreateProgramWithSource(context, 1, new String[] {source}, null, created);
        Status.check(created[0], device, "taking the source of a kernel");
        int status = clBuildProgram(program, 1, devices(), device.options(), null, null);
        if (status == CL_SUCCESS) {
            return program;
        }
        String log = log(program);
        clReleaseProgram(program);
        if (status == CL_BUILD_PROGRAM_FAILURE) {
            throw new DeviceException(complaint(device.name(), source, log));
        }
        throw Status.failure(status, device, "compiling a kernel");
    }

    private cl_device_id[] devices() {
        return new cl_device_id[] {device.id()};
    }

    /** What is said of a source that a compiler refuses: its first error, and the line. */
    static String complaint(String device, String source, String log) {
        String compiler = "the OpenCL compiler of " + device;
        String error = log.lines().filter(l -> l.contains("error")).findFirst()
                .orElseGet(() -> log.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst().orElse("it does not say why"));
        Matcher place = PLACE.matcher(error);
        if (!place.find()) {
            return RefusedSource.because(compiler, error);
        }
        String said = place.group(2).replaceFirst("^(fatal )?error:\\s*", "");
        return RefusedSource.because(compiler, said, source, Integer.parseInt(place.group(1)));
    }

    private String log(cl_program program) {
        long[] size = new long[1];
        clGetProgramBuildInfo(program, device.id(), CL_PROGRAM_BUILD_LOG, 0, null, size);
        ByteBuffer log = ByteBuffer.allocateDirect(Math.toIntExact(size[0]));
        if (size[0] == 0
                || clGetProgramBuildInfo(program, device.id(), CL_PROGRAM_BUILD_LOG, size[0], Pointer.to(log), null) != CL_SUCCESS) {
            return "";
        }
        return StandardCharsets.UTF_8.decode(log).toString().replace("\0", "");
    }

    /** What the driver made of a program; empty where it does not show it. */
    private static Optional<byte[]> binary(cl_program program) {
        ByteBuffer size = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());
        if (clGetProgramInfo(program, CL_PROGRAM_BINARY_SIZES, Sizeof.size_t, Pointer.to(size), null) != CL_SUCCESS
                || size.getLong(0) <= 0 || size.getLong(0) > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        ByteBuffer content = ByteBuffer.allocateDirect((int) size.getLong(0));
        if (clGetProgramInfo(program, CL_PROGRAM_BINARIES, Sizeof.POINTER, Pointer.to(Pointer.to(content)), null) != CL_SUCCESS) {
            return Optional.empty();
        }
        byte[] bytes = new byte[content.capacity()];
        content.get(bytes);
        return Optional.of(bytes);
    }
}
