package org.loligo.cuda;

/** Prints what a fresh JVM finds: how many devices, whether auto would choose them, and why there are none. */
final class LookingForDevices {
    private LookingForDevices() {}

    public static void main(String[] arguments) {
        CudaBackend backend = new CudaBackend();
        System.out.println(backend.devices().size() + " " + backend.preference() + " " + backend.absence());
    }
}
