package io.jobqueue.testsupport;

import java.util.Locale;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets a test set the default locale, which it restores.
 */
public final class DefaultLocale implements BeforeEachCallback, AfterEachCallback {

	private Locale before = Locale.getDefault();

	@Override
	public void beforeEach(ExtensionContext context) {
		this.before = Locale.getDefault();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		Locale.setDefault(this.before);
	}

}
