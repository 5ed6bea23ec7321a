package io.jobqueue.autoconfigure.properties;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Suggests similar keys for each key under {@code jobqueue} that does not exist. It
 * precedes the analyzer of Spring Boot, which only quotes the keys.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnknownPropertyFailureAnalyzer extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
		Set<ConfigurationProperty> properties = cause.getUnboundProperties();
		if (!properties.stream().allMatch((property) -> PropertyKeys.PREFIX.isAncestorOf(property.getName()))) {
			return null;
		}
		String lines = properties.stream()
			.map(UnknownPropertyFailureAnalyzer::line)
			.collect(Collectors.joining("\n    ", "\n\n    ", "\n"));
		return new FailureAnalysis(title(properties) + lines,
				"Correct the spelling, or remove what is not meant for jobqueue.", cause);
	}

	private static String title(Set<ConfigurationProperty> properties) {
		if (properties.stream().allMatch(UnknownPropertyFailureAnalyzer::exists)) {
			return "A key of jobqueue has no value, or is set in two notations:";
		}
		return "jobqueue has no such %s:".formatted((properties.size() > 1) ? "keys" : "key");
	}

	/**
	 * Whether the key is valid: it is empty then, or another source writes it otherwise.
	 */
	private static boolean exists(ConfigurationProperty property) {
		return PropertyKeys.exists(property.getName());
	}

	private static String line(ConfigurationProperty property) {
		String origin = (property.getOrigin() != null) ? " (%s)".formatted(property.getOrigin()) : "";
		if (exists(property)) {
			return "%s%s: set a value or remove the key; write its name with brackets in all property sources, or in none"
				.formatted(property.getName(), origin);
		}
		List<String> nearest = SimilarKeys.of(PropertyKeys.elements(property.getName()));
		String meant = nearest.isEmpty() ? "no key is similar"
				: "did you mean %s?".formatted(String.join(" or ", nearest));
		return "%s%s: %s".formatted(property.getName(), origin, meant);
	}

}
