package org.loligo.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The versions that a run's numbers depend on. */
final class Version implements IVersionProvider {

    /** The version of Loligo. */
    static String loligo() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion()).orElse("development");
    }

    /** The versions of everything, for {@code run.json}. */
    static Map<String, Object> all() {
        Map<String, Object> versions = new LinkedHashMap<>();
        versions.put("loligo", loligo());
        versions.put("java", Runtime.version().toString());
        versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + System.getProperty("os.arch"));
        return versions;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"Loligo " + loligo(), "Java " + Runtime.version() + " on " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch")};
    }
}
