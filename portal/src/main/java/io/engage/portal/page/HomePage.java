package io.engage.portal.page;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/**
 * The page at {@code /}.
 *
 * @param rows the videos with the most viewers, highest first
 * @param total how many videos are live
 * @param isAway whether the figures could not be read
 */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
public record HomePage(List<VideoRow> rows, long total, boolean isAway) implements TemplateInstance {}
