package io.jobqueue.autoconfigure;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * H2 in a file. An interrupt of a thread that reads or writes closes the file, for all
 * threads, unless H2 uses its asynchronous channels: seen with H2 2.3 and 2.4, where no
 * other file system of H2 withstands it.
 */
final class H2Files {

	static final String ADVICE = "The jobs are in a file of H2, which H2 closes for the whole application when a thread "
			+ "is interrupted that uses it: after the timeout of a job, its cancellation, or at shutdown. Begin the URL "
			+ "with 'jdbc:h2:async:' instead of 'jdbc:h2:file:' or 'jdbc:h2:'; the file stays the same";

	private static final String PREFIX = "jdbc:h2:";

	/** What is no file of this process, or withstands interrupts. */
	private static final List<String> UNHARMED = List.of("mem:", "tcp:", "ssl:", "async:", "memfs:", "memlzf:",
			"niomemfs:", "niomemlzf:");

	private H2Files() {
	}

	/** Whether a URL of H2 names a file that an interrupt closes. */
	static boolean isHarmedByInterrupts(@Nullable String url) {
		String name = (url != null) ? url.toLowerCase(Locale.ROOT) : "";
		if (!name.startsWith(PREFIX)) {
			return false;
		}
		String path = name.substring(PREFIX.length());
		return UNHARMED.stream().noneMatch(path::startsWith);
	}

}
